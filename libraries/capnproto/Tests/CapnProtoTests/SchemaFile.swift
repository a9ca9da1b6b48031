import Foundation

/// Where the schemas of these tests lie.
enum SchemaFile {
    static let everything = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Schemas/everything.capnp")
}
