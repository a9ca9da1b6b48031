internal import CapnProto

/// The Swift names of all types of one schema file: of each its own name, and the path from the file's scope.
struct TypeNames {
    private(set) var names: [UInt64: String] = [:]
    private(set) var paths: [UInt64: String] = [:]
    /// By a type's id, the names that an unqualified name inside it finds first.
    private(set) var seen: [UInt64: Set<String>] = [:]
    /// The names at the top of the file.
    private(set) var topLevel: Set<String> = []

    /// Names all types of the file with an id.
    init(file id: UInt64, graph: SchemaGraph) throws(GenerationError) {
        let file = try graph.node(id)
        do throws(WireError) {
            for nested in try file.nestedNodes {
                guard try Self.isType(nested.name) else { continue }
                topLevel.insert(SwiftNamer.type(try graph.name(of: nested), isNested: graph.hasScope, seen: []))
            }
            for nested in try file.nestedNodes {
                guard try Self.isType(nested.name) else { continue }
                let name = SwiftNamer.type(try graph.name(of: nested), isNested: graph.hasScope, seen: [])
                try add(nested.id, name: name, path: name, seen: topLevel, graph: graph)
            }
        } catch {
            throw .unreadableRequest(error)
        }
    }

    private mutating func add(
        _ id: UInt64, name: String, path: String, seen outer: Set<String>, graph: SchemaGraph
    ) throws(WireError) {
        names[id] = name
        paths[id] = path
        guard let node = graph.nodeIfPresent(id) else { return }
        var seen = outer.union([name])
        var nestedTypes: [(id: UInt64, name: String)] = []
        for nested in try node.nestedNodes {
            guard try Self.isType(nested.name) else { continue }
            nestedTypes.append((nested.id, SwiftNamer.type(try graph.name(of: nested), isNested: true, seen: outer)))
        }
        seen.formUnion(nestedTypes.map(\.name))
        var groups: [(id: UInt64, name: String)] = []
        if case .struct(let structure) = try node.which {
            for (index, field) in try structure.fields.enumerated() {
                guard case .group(let group) = try field.which else { continue }
                let groupName = SwiftNamer.group(
                    graph.name(ofMember: index, of: id, inSchema: try field.name), seen: seen)
                groups.append((group.typeId, groupName))
                seen.insert(groupName)
            }
        }
        self.seen[id] = seen
        for (nestedID, nestedName) in nestedTypes + groups {
            try add(nestedID, name: nestedName, path: path + "." + nestedName, seen: seen, graph: graph)
        }
    }

    /// Whether a nested node becomes a type.
    ///
    /// The schema language wants types, and nothing else, capitalised.
    private static func isType(_ name: String) -> Bool {
        name.first?.isUppercase ?? false
    }
}
