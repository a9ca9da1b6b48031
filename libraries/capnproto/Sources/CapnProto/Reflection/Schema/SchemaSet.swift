private import Synchronization

/// The nodes of a schema by their numbers: what generated code embeds of its file, or what a tool has read.
///
/// Nothing of it is decoded before somebody asks for it.
public final class SchemaSet: Sendable {
    private typealias Node = SchemaLanguage.Node.Reader

    private struct State {
        var nodes: [UInt64: Node]?
        var structures: [UInt64: StructPlan] = [:]
        var enumerations: [UInt64: EnumPlan] = [:]
    }

    private let text: String
    private let imports: @Sendable () -> [SchemaSet]
    private let state: Mutex<State>

    /// The nodes that generated code embeds: a list of them as a message, packed, in Base64; and the sets of the files
    /// whose nodes they refer to.
    public init(imports: @escaping @Sendable () -> [SchemaSet], nodes: String) {
        text = nodes
        self.imports = imports
        state = Mutex(State())
    }

    /// The nodes of a `CodeGeneratorRequest`, as `capnp compile -o-` writes it.
    ///
    /// They are copied, so that reading them later costs the message nothing. Throws what reading it would.
    public init(request: MessageReader) throws(WireError) {
        let copy = MessageBuilder()
        try copy.root.set(request.root)
        let message = try copy.finish().reader(limits: Self.limits)
        var nodes: [UInt64: Node] = [:]
        for node in try message.root(as: SchemaLanguage.CodeGeneratorRequest.self).nodes { nodes[node.id] = node }
        text = ""
        imports = { [] }
        state = Mutex(State(nodes: nodes))
    }

    /// What is read here was part of the program, or copied under a limit.
    private static let limits = ReadLimits(traversalWords: .max, nestingLevels: 80, totalBytes: .max)

    // MARK: Types by their names

    /// The struct whose name is `name`, as in `addressbook.capnp:Person` or, if it is the only one, `Person`.
    ///
    /// Throws `.malformedSchema` for broken nodes.
    public func structure(named name: String) throws(WireError) -> StructSchema? {
        var found: [UInt64] = []
        for (id, node) in try nodes() {
            guard case .struct = try node.which else { continue }
            let full = try node.displayName
            if full == name { return StructSchema(id: id, in: self) }
            if full.utf8.dropFirst(Int(node.displayNamePrefixLength)).elementsEqual(name.utf8) { found.append(id) }
        }
        return found.count == 1 ? StructSchema(id: found[0], in: self) : nil
    }

    // MARK: Plans

    /// What is to be known about a struct or group for reading it, and the set that knows what that refers to.
    func structure(_ id: UInt64) throws(WireError) -> (plan: StructPlan, home: SchemaSet) {
        if let plan = state.withLock({ $0.structures[id] }) { return (plan, self) }
        let (node, home) = try node(id)
        if home !== self { return try home.structure(id) }
        let plan = try StructPlan(node, of: self)
        state.withLock { $0.structures[id] = plan }
        return (plan, self)
    }

    /// The names of an enum's members.
    func enumeration(_ id: UInt64) throws(WireError) -> EnumPlan {
        if let plan = state.withLock({ $0.enumerations[id] }) { return plan }
        let (node, home) = try node(id)
        if home !== self { return try home.enumeration(id) }
        let plan = try EnumPlan(node)
        state.withLock { $0.enumerations[id] = plan }
        return plan
    }

    /// A node, and the set that holds it: this one, or one that is imported, directly or not.
    func node(_ id: UInt64) throws(WireError) -> (node: SchemaLanguage.Node.Reader, home: SchemaSet) {
        var seen: Set<ObjectIdentifier> = []
        var waiting = [self]
        while let set = waiting.popLast() {
            guard seen.insert(ObjectIdentifier(set)).inserted else { continue }
            if let node = try set.nodes()[id] { return (node, set) }
            waiting += set.imports()
        }
        throw .missingSchema(id: id)
    }

    private func nodes() throws(WireError) -> [UInt64: Node] {
        if let nodes = state.withLock({ $0.nodes }) { return nodes }
        guard let bytes = Base64.decoded(text.utf8) else {
            throw .malformedSchema(id: 0, reason: "the embedded nodes aren't in Base64")
        }
        let message = try MessageReader(unpacking: bytes, limits: Self.limits)
        var nodes: [UInt64: Node] = [:]
        for pointer in try message.root.list(of: CapnProtoAnyPointer.self) {
            let node = try pointer.pointer.structure(as: SchemaLanguage.Node.self)
            nodes[node.id] = node
        }
        state.withLock { $0.nodes = nodes }
        return nodes
    }
}
