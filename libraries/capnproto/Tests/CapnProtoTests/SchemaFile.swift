import Foundation

/// Where the schemas of these tests lie.
enum SchemaFile {
    static let everything = folder.appending(path: "everything.capnp")
    static let reflection = folder.appending(path: "reflection.capnp")
    static let json = folder.appending(path: "json.capnp")
    static let generics = folder.appending(path: "generics.capnp")

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Schemas")
}
