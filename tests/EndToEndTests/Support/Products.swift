import Foundation

/// Where the build put what is tested.
enum Products {
    /// The folder of this test's own executable, which is that of the services too.
    static let folder: URL = {
        let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: executable ?? CommandLine.arguments[0]).deletingLastPathComponent()
    }()

    /// The repository's root.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The data that the repository ships.
    static let data = repository.appending(path: "examples/data").path
}
