internal import CapnProto

/// Makes the model of a file from the graph of its request.
struct ModelMaker {
    let graph: SchemaGraph
    private var filesByType: [UInt64: UInt64] = [:]
    private var namesByFile: [UInt64: TypeNames] = [:]

    init(graph: SchemaGraph) {
        self.graph = graph
    }

    /// The model of one file.
    func file(_ file: RequestedFile) throws(GenerationError) -> FileModel {
        var maker = self
        return try maker.makeFile(file)
    }

    private mutating func makeFile(_ file: RequestedFile) throws(GenerationError) -> FileModel {
        try reading { (maker) throws(GenerationError) in
            let node = try maker.graph.node(file.id)
            return FileModel(
                name: file.name.split(separator: "/").last.map(String.init) ?? file.name,
                documentation: try maker.documentation(of: file.id),
                declarations: try maker.declarations(in: node, isNested: maker.graph.hasScope))
        }
    }

    // MARK: Declarations

    private mutating func declarations(
        in scope: Node.Reader, isNested: Bool
    ) throws(GenerationError) -> [Declaration] {
        var result: [Declaration] = []
        for nested in try wire({ () throws(WireError) in try scope.nestedNodes }) {
            let node = try graph.node(nested.id)
            switch try wire({ () throws(WireError) in try node.which }) {
            case .struct(let structure):
                result.append(.structure(try self.structure(node, structure)))
            case .enum(let enumeration):
                result.append(.enumeration(try self.enumeration(node, enumeration)))
            case .const(let constant):
                let name = try wire { () throws(WireError) in try graph.name(of: nested) }
                result.append(.constant(try self.constant(node, constant, name: name, isNested: isNested)))
            case .interface:
                let documentation = try documentation(of: node.id)
                let inner = try declarations(in: node, isNested: true)
                result.append(
                    .scope(
                        ScopeModel(name: try name(of: node.id), documentation: documentation, declarations: inner)))
            case .file, .annotation, .unknown:
                break
            }
        }
        return result
    }

    private mutating func structure(
        _ node: Node.Reader, _ structure: Node.Struct.Reader
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
                let type = try type(of: { () throws(WireError) in try slot.type }, usedIn: id)
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
                let model = try self.structure(groupNode, inner)
                groups.append(model)
                content = .group(model)
            case .unknown:
                continue
            }
            models.append(
                FieldModel(
                    names: fieldName, documentation: try documentation(ofMember: index, of: id), content: content,
                    discriminant: field.discriminantValue == 0xFFFF ? nil : field.discriminantValue))
        }
        let layout =
            structure.isGroup
            ? nil
            : StructLayout(id: id, dataWordCount: structure.dataWordCount, pointerCount: structure.pointerCount)
        return StructModel(
            name: try name(of: id), path: try path(of: id, usedIn: nil),
            documentation: try documentation(of: id), layout: layout, fields: models,
            discriminantOffset: structure.discriminantCount > 0 ? Int(structure.discriminantOffset) * 2 : nil,
            groups: groups, declarations: try declarations(in: node, isNested: true))
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

    private mutating func constant(
        _ node: Node.Reader, _ constant: Node.Const.Reader, name: String, isNested: Bool
    ) throws(GenerationError) -> ConstantModel {
        let type = try type(of: { () throws(WireError) in try constant.type }, usedIn: isNested ? node.scopeId : nil)
        let value = try wire { () throws(WireError) in try constant.value }
        return ConstantModel(
            name: SwiftNamer.constant(name, isNested: isNested), documentation: try documentation(of: node.id),
            type: type, value: try self.value(value, type: type, name: name), isNested: isNested)
    }

    // MARK: Types and values

    private mutating func type(
        of type: () throws(WireError) -> Type.Reader, usedIn scope: UInt64?
    ) throws(GenerationError) -> TypeModel {
        switch try wire({ () throws(WireError) in try type().which }) {
        case .void: return .void
        case .bool: return .bool
        case .int8: return .number(.int8)
        case .int16: return .number(.int16)
        case .int32: return .number(.int32)
        case .int64: return .number(.int64)
        case .uint8: return .number(.uint8)
        case .uint16: return .number(.uint16)
        case .uint32: return .number(.uint32)
        case .uint64: return .number(.uint64)
        case .float32: return .number(.float32)
        case .float64: return .number(.float64)
        case .text: return .text
        case .data: return .data
        case .list(let list):
            return .list(try self.type(of: { () throws(WireError) in try list.elementType }, usedIn: scope))
        case .enum(let reference): return .enumeration(try path(of: reference.typeId, usedIn: scope))
        case .struct(let reference): return .structure(try path(of: reference.typeId, usedIn: scope))
        case .interface, .anyPointer, .unknown: return .anyPointer
        }
    }

    private func value(
        _ value: Value.Reader, type: TypeModel, name: String
    ) throws(GenerationError) -> ValueModel {
        func integer(_ number: some BinaryInteger) -> ValueModel { number == 0 ? .zero : .number("\(number)") }
        func bits(_ number: some BinaryInteger, _ type: NumberType) -> ValueModel {
            number == 0 ? .zero : .number("\(type.swiftName)(bitPattern: 0x\(String(number, radix: 16)))")
        }
        switch try wire({ () throws(WireError) in try value.which }) {
        case .void, .interface, .unknown: return .zero
        case .bool(let bool): return bool ? .bool(true) : .zero
        case .int8(let number): return integer(number)
        case .int16(let number): return integer(number)
        case .int32(let number): return integer(number)
        case .int64(let number): return integer(number)
        case .uint8(let number): return integer(number)
        case .uint16(let number): return integer(number)
        case .uint32(let number): return integer(number)
        case .uint64(let number): return integer(number)
        case .float32(let number): return bits(number.bitPattern, .float32)
        case .float64(let number): return bits(number.bitPattern, .float64)
        case .enum(let number): return number == 0 ? .zero : .enumerant(number)
        case .text, .data, .list, .struct, .anyPointer:
            // All five lie at the same pointer.
            let pointer = value.raw.pointer(at: 0)
            if pointer.isNull { return .zero }
            return .words(try words(of: pointer, name: name))
        }
    }

    /// What a pointer leads to as a message of one segment.
    private func words(of pointer: PointerReader, name: String) throws(GenerationError) -> [UInt64] {
        let bytes = try wire { () throws(WireError) in
            // Fresh pages cost nothing until they are written.
            let message = MessageBuilder(firstSegmentWordCount: 1 << 20)
            try message.root.set(pointer)
            return message.finish()
        }
        guard bytes.segments.count == 1 else { throw .valueTooLarge(name: name) }
        let body = bytes.serialized().dropFirst(bytes.segmentTable.count)
        return stride(from: body.startIndex, to: body.endIndex, by: 8).map { start in
            (0..<8).reduce(0) { $0 | UInt64(body[start + $1]) << UInt64(8 * $1) }
        }
    }

    // MARK: Names

    private mutating func name(of id: UInt64) throws(GenerationError) -> String {
        guard let name = try names(ofFile: file(of: id)).names[id] else { throw .missingNode(id: id) }
        return name
    }

    /// The path by which code inside the type `scope` finds the type `id`; from the file's scope if there is none.
    private mutating func path(of id: UInt64, usedIn scope: UInt64?) throws(GenerationError) -> String {
        let owner = try file(of: id)
        guard let path = try names(ofFile: owner).paths[id] else { throw .missingNode(id: id) }
        if let scope, try file(of: scope) != owner {
            let names = try names(ofFile: file(of: scope))
            let first = String(path.prefix { $0 != "." })
            if names.seen[scope]?.contains(first) ?? false {
                throw .hiddenType(name: path, scope: names.paths[scope] ?? "")
            }
        }
        return path
    }

    private mutating func names(ofFile id: UInt64) throws(GenerationError) -> TypeNames {
        if let names = namesByFile[id] { return names }
        let names = try TypeNames(file: id, graph: graph)
        namesByFile[id] = names
        return names
    }

    private mutating func file(of id: UInt64) throws(GenerationError) -> UInt64 {
        if let file = filesByType[id] { return file }
        var node = try graph.node(id)
        while node.scopeId != 0 { node = try graph.node(node.scopeId) }
        filesByType[id] = node.id
        return node.id
    }

    // MARK: Reading

    private func documentation(of id: UInt64) throws(GenerationError) -> [String] {
        try wire { () throws(WireError) in try graph.documentation(of: id) }
    }

    private func documentation(ofMember index: Int, of id: UInt64) throws(GenerationError) -> [String] {
        try wire { () throws(WireError) in try graph.documentation(ofMember: index, of: id) }
    }

    /// Reads from the request; what is wrong with it is the request's fault.
    private func wire<Result>(_ body: () throws(WireError) -> Result) throws(GenerationError) -> Result {
        do {
            return try body()
        } catch {
            throw .unreadableRequest(error)
        }
    }

    private mutating func reading<Result>(
        _ body: (inout ModelMaker) throws(GenerationError) -> Result
    ) throws(GenerationError) -> Result {
        try body(&self)
    }
}
