internal import CapnProto
internal import CapnProtoSchema

/// A request, ready to be looked up in: all nodes by their id, and what the source says about each.
struct SchemaGraph {
    let requestedFiles: [RequestedFile]
    private let nodes: [UInt64: Node.Reader]
    private let sourceInfo: [UInt64: Node.SourceInfo.Reader]

    init(request bytes: [UInt8]) throws(GenerationError) {
        do throws(WireError) {
            let message = try MessageReader(copying: bytes, limits: .trusted())
            let request = try message.root(as: CodeGeneratorRequest.self)
            var nodes: [UInt64: Node.Reader] = [:]
            for node in try request.nodes { nodes[node.id] = node }
            self.nodes = nodes
            var sourceInfo: [UInt64: Node.SourceInfo.Reader] = [:]
            for info in try request.sourceInfo { sourceInfo[info.id] = info }
            self.sourceInfo = sourceInfo
            var files: [RequestedFile] = []
            for file in try request.requestedFiles {
                files.append(RequestedFile(id: file.id, name: try file.filename))
            }
            requestedFiles = files
        } catch {
            throw .unreadableRequest(error)
        }
    }

    /// The node with an id.
    func node(_ id: UInt64) throws(GenerationError) -> Node.Reader {
        guard let node = nodes[id] else { throw .missingNode(id: id) }
        return node
    }

    /// The node with an id, if the request holds it.
    func nodeIfPresent(_ id: UInt64) -> Node.Reader? { nodes[id] }

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
        var lines = comment.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
