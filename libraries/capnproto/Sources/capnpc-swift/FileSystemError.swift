/// What went wrong with a file.
struct FileSystemError: Error, CustomStringConvertible {
    let operation: String
    let path: String
    let reason: String

    var description: String { "can't \(operation) '\(path)': \(reason)" }
}
