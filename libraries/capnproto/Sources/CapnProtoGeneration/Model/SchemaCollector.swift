internal import CapnProto

/// Collects what reflection needs of one file: the nodes of its types, and the way to those of other files.
///
/// A type of another file that a field has is in that file's generated code, which has to be there for the field's
/// accessors. What else nodes refer to, as arguments of generic types or in methods, may be declared where no Swift was
/// generated from: such nodes are embedded too.
struct SchemaCollector {
    let graph: SchemaGraph
    let file: UInt64
    private var nodes: [UInt64: Node.Reader] = [:]
    private var imports: Set<UInt64> = []

    init(graph: SchemaGraph, file: UInt64) {
        self.graph = graph
        self.file = file
    }

    /// What the file embeds; nothing where it declares no types.
    func schema() throws(GenerationError) -> EmbeddedSchemaModel? {
        var collector = self
        return try collector.collect()
    }

    private mutating func collect() throws(GenerationError) -> EmbeddedSchemaModel? {
        let paths = try TypeNames(file: file, graph: graph).paths
        do throws(WireError) {
            var types: [EmbeddedSchemaModel.Declared] = []
            for (id, steps) in paths.sorted(by: { $0.key < $1.key }) {
                guard let node = graph.nodeIfPresent(id), let kind = try kind(of: node) else { continue }
                let path = steps.map(\.name).joined(separator: ".")
                types.append(EmbeddedSchemaModel.Declared(kind: kind, id: id, path: path))
                nodes[id] = node
            }
            if types.isEmpty { return nil }
            for type in types { try addFiles(ofFieldsOf: nodes[type.id]) }
            var waiting = types.map(\.id)
            while let id = waiting.popLast() {
                for reference in try references(of: nodes[id]) where nodes[reference] == nil {
                    guard let node = graph.nodeIfPresent(reference), !imports.contains(owner(of: reference)) else {
                        continue
                    }
                    nodes[reference] = node
                    waiting.append(reference)
                }
            }
            return EmbeddedSchemaModel(
                file: file, nodes: try encodedNodes(), imports: imports.sorted(), types: types)
        } catch {
            throw .unreadableRequest(error)
        }
    }

    private func kind(of node: Node.Reader) throws(WireError) -> EmbeddedSchemaModel.Declared.Kind? {
        switch try node.which {
        case .struct(let structure): structure.isGroup ? .group : .structure
        case .enum: .enumeration
        case .interface: .interface
        default: nil
        }
    }

    /// Takes the files of the types that fields name as imports.
    private mutating func addFiles(ofFieldsOf node: Node.Reader?) throws(WireError) {
        guard let node, case .struct(let structure) = try node.which else { return }
        for field in try structure.fields {
            guard case .slot(let slot) = try field.which, let id = try named(by: slot.type) else { continue }
            let owner = owner(of: id)
            if owner != file { imports.insert(owner) }
        }
    }

    /// The struct or enum that Swift names for a type.
    private func named(by type: Type.Reader) throws(WireError) -> UInt64? {
        var type = type
        while case .list(let list) = try type.which { type = try list.elementType }
        switch try type.which {
        case .struct(let reference): return reference.typeId
        case .enum(let reference): return reference.typeId
        default: return nil
        }
    }

    /// The file that declares a node, or 0 for one that no file declares by name.
    private func owner(of id: UInt64) -> UInt64 {
        var node = graph.nodeIfPresent(id)
        while let current = node, current.scopeId != 0 { node = graph.nodeIfPresent(current.scopeId) }
        return node?.id ?? 0
    }

    // MARK: References

    private func references(of node: Node.Reader?) throws(WireError) -> [UInt64] {
        guard let node else { return [] }
        var found: [UInt64] = []
        switch try node.which {
        case .struct(let structure):
            for field in try structure.fields {
                switch try field.which {
                case .slot(let slot): try add(slot.type, to: &found)
                case .group(let group): found.append(group.typeId)
                case .unknown: break
                }
            }
        case .interface(let interface):
            for method in try interface.methods {
                found += [method.paramStructType, method.resultStructType]
                if method.hasParamBrand { try add(method.paramBrand, to: &found) }
                if method.hasResultBrand { try add(method.resultBrand, to: &found) }
            }
            for superclass in try interface.superclasses { found.append(superclass.id) }
        default: break
        }
        return found
    }

    private func add(_ type: Type.Reader, to found: inout [UInt64]) throws(WireError) {
        switch try type.which {
        case .list(let list): try add(list.elementType, to: &found)
        case .enum(let reference): found.append(reference.typeId)
        case .struct(let reference):
            found.append(reference.typeId)
            try add(reference.brand, to: &found)
        case .interface(let reference):
            found.append(reference.typeId)
            try add(reference.brand, to: &found)
        default: break
        }
    }

    private func add(_ brand: Brand.Reader, to found: inout [UInt64]) throws(WireError) {
        for scope in try brand.scopes {
            guard case .bind(let bindings) = try scope.which else { continue }
            for binding in bindings {
                if case .type(let type) = try binding.which { try add(type, to: &found) }
            }
        }
    }

    // MARK: Encoding

    private func encodedNodes() throws(WireError) -> String {
        let message = MessageBuilder()
        let list = try message.root.initList(of: CapnProtoAnyPointer.self, count: nodes.count)
        for (index, id) in nodes.keys.sorted().enumerated() {
            if let node = nodes[id] { try list[index].setStructure(node) }
        }
        return Base64.encoded(message.finish().packed())
    }
}
