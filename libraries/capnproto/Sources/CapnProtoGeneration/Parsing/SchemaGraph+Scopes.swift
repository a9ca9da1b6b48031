internal import CapnProto

extension SchemaGraph {
    /// The structs that an interface's methods imply by their lists of parameters and results, in the order of the
    /// methods' ordinals.
    func impliedStructs(of interface: Node.Reader) throws(WireError) -> [UInt64] {
        guard case .interface(let interface) = try interface.which else { return [] }
        var ids: [UInt64] = []
        for method in try interface.methods {
            for id in [method.paramStructType, method.resultStructType] where isImplied(id) { ids.append(id) }
        }
        return ids
    }

    /// Whether a struct has no name of its own: such ones alone are in no scope, but for files.
    func isImplied(_ id: UInt64) -> Bool { nodeIfPresent(id)?.scopeId == 0 }

    /// What a node is declared in; nothing for a file.
    func scope(of id: UInt64) throws(GenerationError) -> UInt64? {
        let scope = try node(id).scopeId
        return scope == 0 ? interfaces[id] : scope
    }

    /// The file that a node is declared in.
    func file(of id: UInt64) throws(GenerationError) -> UInt64 {
        var id = id
        while let scope = try scope(of: id) { id = scope }
        return id
    }

    /// The node at the top of its file that a node is declared in, or is.
    func topLevelNode(of id: UInt64) throws(GenerationError) -> UInt64 {
        var id = id
        while let scope = try scope(of: id), try self.scope(of: scope) != nil { id = scope }
        return id
    }
}
