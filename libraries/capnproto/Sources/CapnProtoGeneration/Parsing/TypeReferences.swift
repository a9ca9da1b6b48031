internal import CapnProto

/// The types that a declaration, and all that is declared in it, refers to.
struct TypeReferences {
    private(set) var ids: Set<UInt64> = []
    private let graph: SchemaGraph

    init(of id: UInt64, graph: SchemaGraph) throws(WireError) {
        self.graph = graph
        try add(declaration: id)
    }

    private mutating func add(declaration id: UInt64) throws(WireError) {
        guard let node = graph.nodeIfPresent(id) else { return }
        switch try node.which {
        case .struct(let structure):
            for field in try structure.fields {
                switch try field.which {
                case .slot(let slot): try add(slot.type)
                case .group(let group): try add(declaration: group.typeId)
                case .unknown: break
                }
            }
        case .interface: for id in try graph.impliedStructs(of: node) { try add(declaration: id) }
        case .const(let constant): try add(constant.type)
        case .file, .enum, .annotation, .unknown: break
        }
        for nested in try node.nestedNodes { try add(declaration: nested.id) }
    }

    private mutating func add(_ type: Type.Reader) throws(WireError) {
        switch try type.which {
        case .list(let list): try add(list.elementType)
        case .enum(let reference): try add(reference.typeId, reference.brand)
        case .struct(let reference): try add(reference.typeId, reference.brand)
        case .interface(let reference): try add(reference.typeId, reference.brand)
        default: break
        }
    }

    private mutating func add(_ id: UInt64, _ brand: Brand.Reader) throws(WireError) {
        ids.insert(id)
        for scope in try brand.scopes {
            guard case .bind(let bindings) = try scope.which else { continue }
            for binding in bindings {
                if case .type(let type) = try binding.which { try add(type) }
            }
        }
    }
}
