import Admission
import Foundation

/// A folder with a node's certificate, key and authority, which are replaced as a renewal does.
final class NodeFolder: Sendable {
    private let folder: URL
    let files: TLSFiles

    init(_ name: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "node-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        files = TLSFiles(
            certificate: "\(folder.path)/node.pem", key: "\(folder.path)/node.key",
            authority: TestNode.files(name).authority)
        try put(name)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Puts another certificate in place, and its key.
    func put(_ name: String, keyToo: Bool = true) throws {
        let source = TestNode.files(name)
        if keyToo { try Self.replace(files.key, by: source.key) }
        try Self.replace(files.certificate, by: source.certificate)
    }

    private static func replace(_ path: String, by other: String) throws {
        try Data(contentsOf: URL(fileURLWithPath: other)).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

/// Files of whom a node trusts: one authority, or several.
final class TrustFiles: Sendable {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "trust-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sources = [
            "authority": ["authority"], "both": ["authority", "foreign-authority"],
            "self-and-authority": ["authority", "self-signed"],
        ]
        for (name, parts) in sources {
            let text = try parts.map { try Data(contentsOf: URL(fileURLWithPath: "\(TestNode.folder)/\($0).pem")) }
            try text.reduce(Data(), +).write(to: folder.appending(path: "\(name).pem"))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A node with this certificate that trusts these.
    func files(_ name: String, _ trusted: String) -> TLSFiles {
        let files = TestNode.files(name)
        return TLSFiles(
            certificate: files.certificate, key: files.key, authority: folder.appending(path: "\(trusted).pem").path)
    }
}
