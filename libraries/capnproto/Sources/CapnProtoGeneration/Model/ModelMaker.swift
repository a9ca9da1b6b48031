internal import CapnProto

/// Makes the model of a file from the graph of its request.
struct ModelMaker {
    let graph: SchemaGraph
    /// By the name of a type at the top of a file, the file.
    var filesByName: [String: UInt64] = [:]
    var namesByFile: [UInt64: TypeNames] = [:]

    init(graph: SchemaGraph) {
        self.graph = graph
    }

    /// The model of one file.
    func file(_ file: RequestedFile) throws(GenerationError) -> FileModel {
        var maker = self
        return try maker.makeFile(file)
    }

    private mutating func makeFile(_ file: RequestedFile) throws(GenerationError) -> FileModel {
        for name in try names(ofFile: file.id).topLevel { filesByName[name] = file.id }
        let node = try graph.node(file.id)
        return FileModel(
            name: file.name.split(separator: "/").last.map(String.init) ?? file.name,
            documentation: try documentation(of: file.id), declarations: try declarations(in: node))
    }

    // MARK: Declarations

    private mutating func declarations(in scope: Node.Reader) throws(GenerationError) -> [Declaration] {
        var result: [Declaration] = []
        for nested in try wire({ () throws(WireError) in try scope.nestedNodes }) {
            let node = try graph.node(nested.id)
            switch try wire({ () throws(WireError) in try node.which }) {
            case .struct(let structure):
                let documentation = try documentation(of: node.id)
                result.append(.structure(try self.structure(node, structure, documentation: documentation)))
            case .enum(let enumeration):
                result.append(.enumeration(try self.enumeration(node, enumeration)))
            case .const(let constant):
                let name = try wire { () throws(WireError) in try graph.name(of: nested) }
                result.append(.constant(try self.constant(node, constant, name: name, in: scope)))
            case .interface(let interface):
                result.append(.interface(try self.interface(node, interface)))
            case .file, .annotation, .unknown:
                break
            }
        }
        return result
    }

    private mutating func structure(
        _ node: Node.Reader, _ structure: Node.Struct.Reader, documentation: [String]
    ) throws(GenerationError) -> StructModel {
        let id = node.id
        let fields = try wire { () throws(WireError) in
            try structure.fields.enumerated().sorted { $0.element.codeOrder < $1.element.codeOrder }
        }
        var fieldNames: [String] = []
        for field in fields {
            fieldNames.append(
                try wire { () throws(WireError) in
                    graph.name(ofMember: field.offset, of: id, inSchema: try field.element.name)
                })
        }
        let names = SwiftNamer.fields(fieldNames)
        var models: [FieldModel] = []
        var groups: [StructModel] = []
        for ((index, field), fieldName) in zip(fields, names) {
            let content: FieldContent
            switch try wire({ () throws(WireError) in try field.which }) {
            case .slot(let slot):
                let type = try type(of: { () throws(WireError) in try slot.type })
                let value = try wire { () throws(WireError) in try slot.defaultValue }
                content = .slot(
                    SlotModel(
                        offset: Int(slot.offset), type: type,
                        defaultValue: try self.value(value, type: type, name: fieldName.property)))
            case .group(let group):
                let groupNode = try graph.node(group.typeId)
                guard case .struct(let inner) = try wire({ () throws(WireError) in try groupNode.which }) else {
                    throw .missingNode(id: group.typeId)
                }
                let model = try self.structure(
                    groupNode, inner, documentation: try self.documentation(of: group.typeId))
                groups.append(model)
                content = .group(model)
            case .unknown:
                continue
            }
            models.append(
                FieldModel(
                    names: fieldName, documentation: try self.documentation(ofMember: index, of: id), content: content,
                    discriminant: field.discriminantValue == 0xFFFF ? nil : field.discriminantValue))
        }
        let layout =
            structure.isGroup
            ? nil
            : StructLayout(id: id, dataWordCount: structure.dataWordCount, pointerCount: structure.pointerCount)
        return StructModel(
            name: try name(of: id), path: try path(of: id), documentation: documentation,
            parameters: try parameters(of: id), constantsHolder: try constantsHolder(of: id), layout: layout,
            fields: models,
            discriminantOffset: structure.discriminantCount > 0 ? Int(structure.discriminantOffset) * 2 : nil,
            groups: groups, declarations: try declarations(in: node))
    }

    private mutating func enumeration(
        _ node: Node.Reader, _ enumeration: Node.Enum.Reader
    ) throws(GenerationError) -> EnumModel {
        let enumerants = try wire { () throws(WireError) in try enumeration.enumerants }
        var names: [String] = []
        for (index, enumerant) in enumerants.enumerated() {
            names.append(
                try wire { () throws(WireError) in
                    graph.name(ofMember: index, of: node.id, inSchema: try enumerant.name)
                })
        }
        var cases: [EnumCaseModel] = []
        for (index, name) in SwiftNamer.cases(names).enumerated() {
            cases.append(
                EnumCaseModel(name: name, documentation: try documentation(ofMember: index, of: node.id)))
        }
        return EnumModel(name: try name(of: node.id), documentation: try documentation(of: node.id), cases: cases)
    }

    private mutating func interface(
        _ node: Node.Reader, _ interface: Node.Interface.Reader
    ) throws(GenerationError) -> InterfaceModel {
        let methods = try wire { () throws(WireError) in try interface.methods }
        var models: [MethodModel] = []
        var structures: [StructModel] = []
        for (index, method) in methods.enumerated() {
            let name = try wire { () throws(WireError) in try method.name }
            models.append(MethodModel(name: name))
            if graph.isImplied(method.paramStructType) {
                let documentation = try documentation(ofMember: index, of: node.id)
                structures.append(
                    try implied(
                        method.paramStructType, documentation: ["The parameters of `\(name)`."] + documentation))
            }
            if graph.isImplied(method.resultStructType) {
                structures.append(
                    try implied(method.resultStructType, documentation: ["The results of `\(name)`."]))
            }
        }
        return InterfaceModel(
            name: try name(of: node.id), documentation: try documentation(of: node.id), id: node.id,
            parameters: try parameters(of: node.id), methods: models, structures: structures,
            declarations: try declarations(in: node))
    }

    /// A struct that a method implies.
    private mutating func implied(
        _ id: UInt64, documentation: [String]
    ) throws(GenerationError) -> StructModel {
        let node = try graph.node(id)
        guard case .struct(let structure) = try wire({ () throws(WireError) in try node.which }) else {
            throw .missingNode(id: id)
        }
        return try self.structure(node, structure, documentation: documentation)
    }

    private mutating func constant(
        _ node: Node.Reader, _ constant: Node.Const.Reader, name: String, in scope: Node.Reader
    ) throws(GenerationError) -> ConstantModel {
        let type = try type(of: { () throws(WireError) in try constant.type })
        let value = try wire { () throws(WireError) in try constant.value }
        var isNested = true
        var holder: String?
        var swiftName = SwiftNamer.nestedConstant(name, inInterface: false)
        switch try wire({ () throws(WireError) in try scope.which }) {
        case .file:
            isNested = graph.hasScope
            swiftName = SwiftNamer.constant(name)
        case .interface:
            swiftName = SwiftNamer.nestedConstant(name, inInterface: true)
            holder = try constantsHolder(of: scope.id)
        default: holder = try constantsHolder(of: scope.id)
        }
        return ConstantModel(
            name: swiftName, documentation: try documentation(of: node.id), type: type,
            value: try self.value(value, type: type, name: name), isNested: isNested,
            holder: holder)
    }

    // MARK: Reading

    private func documentation(of id: UInt64) throws(GenerationError) -> [String] {
        try wire { () throws(WireError) in try graph.documentation(of: id) }
    }

    private func documentation(ofMember index: Int, of id: UInt64) throws(GenerationError) -> [String] {
        try wire { () throws(WireError) in try graph.documentation(ofMember: index, of: id) }
    }

    /// Reads from the request.
    func wire<Result>(_ body: () throws(WireError) -> Result) throws(GenerationError) -> Result {
        try graph.reading(body)
    }
}
