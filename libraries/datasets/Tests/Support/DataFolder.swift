import Foundation

/// A folder of data files that a test makes, gone when nobody holds it.
final class DataFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "datasets-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path + "/inside", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The folder that a data set may read from.
    var root: String { path + "/inside" }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(name)"))
    }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    /// Compresses a file with the system's gzip.
    func compress(_ name: String) throws {
        let process = try Process.run(URL(fileURLWithPath: "/usr/bin/gzip"), arguments: ["-n", "\(root)/\(name)"])
        process.waitUntilExit()
    }

    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)")))
    }
}
