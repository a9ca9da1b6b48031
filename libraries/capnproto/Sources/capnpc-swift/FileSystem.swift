#if canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#elseif canImport(Darwin)
private import Darwin
#endif

/// The little that the command needs of files.
///
/// The only place that talks to the system.
enum FileSystem {
    /// All of standard input.
    static func readStandardInput() throws(FileSystemError) -> [UInt8] {
        try readAll(from: 0, path: "standard input")
    }

    /// Writes a file below a folder, making folders as needed.
    ///
    /// A file that has this content is left untouched, so that builds don't take it for new.
    static func store(_ content: String, to folder: String, path: String) throws(FileSystemError) {
        let file = folder + "/" + path
        let bytes = Array(content.utf8)
        if try contents(of: file) == bytes { return }
        try makeFolders(above: file)
        // A path that another process reads is whole or not there.
        let temporary = file + ".new"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        guard descriptor >= 0 else { throw lastError("write", temporary) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            // `bytes` has that many from `written` on.
            let count = unsafe bytes[written...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw lastError("write", temporary) }
            written += count
        }
        let status = unsafe rename(temporary, file)
        guard status == 0 else { throw lastError("rename", temporary) }
    }

    /// Prints to standard error and ends the process.
    static func fail(_ message: String, status: Int32) -> Never {
        let bytes = Array((message + "\n").utf8)
        // `bytes` has that many.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
        exit(status)
    }

    private static func contents(of path: String) throws(FileSystemError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return try readAll(from: descriptor, path: path)
    }

    private static func readAll(from descriptor: Int32, path: String) throws(FileSystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // `buffer` has that many.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw lastError("read", path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func makeFolders(above file: String) throws(FileSystemError) {
        var folder = ""
        for component in file.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            folder += component + "/"
            if unsafe mkdir(folder, 0o777) != 0 && errno != EEXIST { throw lastError("make folder", folder) }
        }
    }

    private static func lastError(_ operation: String, _ path: String) -> FileSystemError {
        // `strerror` returns a string that lives until the next call.
        FileSystemError(operation: operation, path: path, reason: unsafe String(cString: strerror(errno)))
    }
}
