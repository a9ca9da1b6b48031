internal import CapnProto

/// The Swift names of all types of one schema file: of each its own name, and the path from the file's scope.
struct TypeNames {
    private(set) var names: [UInt64: String] = [:]
    /// By a type's id, the types that lead to it from the top of the file, itself the last of them.
    private(set) var paths: [UInt64: [PathStep]] = [:]
    /// By a generic type's id, the names of its own parameters.
    private(set) var parameters: [UInt64: [String]] = [:]
    /// The names at the top of the file.
    private(set) var topLevel: Set<String> = []
    private let file: UInt64
    private let graph: SchemaGraph

    /// Names all types of the file with an id.
    init(file id: UInt64, graph: SchemaGraph) throws(GenerationError) {
        file = id
        self.graph = graph
        topLevel = Set(try Self.topLevelNames(ofFile: id, graph: graph).values)
        for (id, name) in try Self.topLevelNames(ofFile: id, graph: graph) {
            try add(id, name: name, path: [], seen: topLevel)
        }
    }

    /// By their ids, the names of the types at the top of a file.
    private static func topLevelNames(
        ofFile id: UInt64, graph: SchemaGraph
    ) throws(GenerationError) -> [UInt64: String] {
        let file = try graph.node(id)
        return try graph.reading { () throws(WireError) in
            var names: [UInt64: String] = [:]
            for nested in try file.nestedNodes where isType(try nested.name) {
                names[nested.id] = SwiftNamer.type(try graph.name(of: nested), isNested: graph.hasScope, seen: [])
            }
            return names
        }
    }

    private mutating func add(
        _ id: UInt64, name: String, path outerPath: [PathStep], seen outer: Set<String>
    ) throws(GenerationError) {
        let path = outerPath + [PathStep(id: id, name: name)]
        names[id] = name
        paths[id] = path
        guard let node = graph.nodeIfPresent(id) else { return }
        let foreign = try foreignNames(usedIn: id)
        // What is named first is seen by what is named later.
        var seen = outer.union([name])
        var inner: [PathStep] = []
        try graph.reading { () throws(WireError) in
            for nested in try node.nestedNodes where Self.isType(try nested.name) {
                let name = SwiftNamer.type(try graph.name(of: nested), isNested: true, seen: outer.union(foreign))
                inner.append(PathStep(id: nested.id, name: name))
            }
        }
        seen.formUnion(inner.map(\.name))
        let parameters = try graph.reading { () throws(WireError) in
            SwiftNamer.parameters(
                try node.parameters.map { (parameter) throws(WireError) in try parameter.name },
                taken: seen.union(foreign))
        }
        if !parameters.isEmpty { self.parameters[id] = parameters }
        seen.formUnion(parameters)
        for (id, schemaName) in try unnamedTypes(in: node) {
            let taken = seen.union(foreign)
            let name =
                graph.isImplied(id)
                ? SwiftNamer.implied(schemaName, seen: taken) : SwiftNamer.group(schemaName, seen: taken)
            inner.append(PathStep(id: id, name: name))
            seen.insert(name)
        }
        for step in inner { try add(step.id, name: step.name, path: path, seen: seen) }
    }

    /// The groups of a struct, and the structs that an interface's methods imply, by what they are called for.
    private func unnamedTypes(in node: Node.Reader) throws(GenerationError) -> [(id: UInt64, name: String)] {
        try graph.reading { () throws(WireError) in
            var types: [(id: UInt64, name: String)] = []
            switch try node.which {
            case .struct(let structure):
                for (index, field) in try structure.fields.enumerated() {
                    guard case .group(let group) = try field.which else { continue }
                    types.append(
                        (group.typeId, graph.name(ofMember: index, of: node.id, inSchema: try field.name)))
                }
            case .interface(let interface):
                for (index, method) in try interface.methods.enumerated() {
                    let name = graph.name(ofMember: index, of: node.id, inSchema: try method.name)
                    if graph.isImplied(method.paramStructType) {
                        types.append((method.paramStructType, name + "Params"))
                    }
                    if graph.isImplied(method.resultStructType) {
                        types.append((method.resultStructType, name + "Results"))
                    }
                }
            default: break
            }
            return types
        }
    }

    /// The names at the top of other files that must be found from everywhere in a type, since it refers to them.
    private func foreignNames(usedIn id: UInt64) throws(GenerationError) -> Set<String> {
        let references = try graph.reading { () throws(WireError) in try TypeReferences(of: id, graph: graph) }
        var names: Set<String> = []
        for reference in references.ids {
            let file = try graph.file(of: reference)
            if file == self.file { continue }
            let node = try graph.topLevelNode(of: reference)
            if let name = try Self.topLevelNames(ofFile: file, graph: graph)[node] { names.insert(name) }
        }
        return names
    }

    /// Whether a nested node becomes a type.
    ///
    /// The schema language wants types, and nothing else, capitalised.
    private static func isType(_ name: String) -> Bool {
        name.first?.isUppercase ?? false
    }
}
