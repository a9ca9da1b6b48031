internal import CapnProto

/// A request, ready to be looked up in: all nodes by their id, and what the source says about each.
struct SchemaGraph {
    let requestedFiles: [RequestedFile]
    /// Whether all that is generated is nested in one type.
    let hasScope: Bool
    private let nodes: [UInt64: Node.Reader]
    private let sourceInfo: [UInt64: Node.SourceInfo.Reader]
    private let swiftNames: SwiftNames
    /// By the id of a struct that a method implies, the method's interface.
    private(set) var interfaces: [UInt64: UInt64] = [:]

    init(request bytes: [UInt8], hasScope: Bool = false) throws(GenerationError) {
        self.hasScope = hasScope
        do throws(WireError) {
            let message = try MessageReader(copying: bytes, limits: .trusted())
            let request = try message.root(as: CodeGeneratorRequest.self)
            var nodes: [UInt64: Node.Reader] = [:]
            for node in try request.nodes { nodes[node.id] = node }
            self.nodes = nodes
            swiftNames = try SwiftNames(of: nodes.values)
            var sourceInfo: [UInt64: Node.SourceInfo.Reader] = [:]
            for info in try request.sourceInfo { sourceInfo[info.id] = info }
            self.sourceInfo = sourceInfo
            var files: [RequestedFile] = []
            for file in try request.requestedFiles {
                files.append(RequestedFile(id: file.id, name: try file.filename))
            }
            requestedFiles = files
            for node in nodes.values {
                for id in try impliedStructs(of: node) { interfaces[id] = node.id }
            }
        } catch {
            throw .unreadableRequest(error)
        }
        if let name = swiftNames.invalid { throw .invalidName(name) }
    }

    /// The node with an id.
    func node(_ id: UInt64) throws(GenerationError) -> Node.Reader {
        guard let node = nodes[id] else { throw .missingNode(id: id) }
        return node
    }

    /// The node with an id, if the request holds it.
    func nodeIfPresent(_ id: UInt64) -> Node.Reader? { nodes[id] }

    /// Reads from the request; what is wrong with it is the request's fault.
    func reading<Result>(_ body: () throws(WireError) -> Result) throws(GenerationError) -> Result {
        do {
            return try body()
        } catch {
            throw .unreadableRequest(error)
        }
    }

    /// What a nested node is called in Swift, before it is made to fit: by its annotation, or as in the schema.
    func name(of nested: Node.NestedNode.Reader) throws(WireError) -> String {
        if let name = swiftNames.nodes[nested.id] { return name }
        return try nested.name
    }

    /// The same for the member of a node at an index.
    func name(ofMember index: Int, of id: UInt64, inSchema name: String) -> String {
        swiftNames.members[id]?[index] ?? name
    }

    /// The comment on a node, a line an element.
    func documentation(of id: UInt64) throws(WireError) -> [String] {
        guard let info = sourceInfo[id] else { return [] }
        return Self.lines(try info.docComment)
    }

    /// The comment on a node's member at an index, a line an element.
    func documentation(ofMember index: Int, of id: UInt64) throws(WireError) -> [String] {
        guard let members = try sourceInfo[id]?.members, index < members.count else { return [] }
        return Self.lines(try members[index].docComment)
    }

    private static func lines(_ comment: String) -> [String] {
        // Whatever Swift takes for the end of a line ends the comment there.
        var lines = comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            String(line.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
