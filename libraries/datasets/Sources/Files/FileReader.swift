private import Glibc

/// A regular file open for reading from its first byte to its last.
struct FileReader: ~Copyable {
    private let descriptor: Int32

    /// Opens the file at `path`, whose symbolic links have been followed already.
    ///
    /// Never waits, also not for the other end of a pipe: whatever is no regular file is refused.
    init(_ path: String) throws(FileProblem) {
        // Safe: the call reads the zero-terminated copy that Swift makes for its duration.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileProblem(code: errno) }
        var status = stat()
        // Safe: the call fills the structure and keeps nothing.
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileProblem(code: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .folder
        default: throw .special
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Replaces the contents of `chunk` by up to `byteCount` further bytes, by none at the file's end.
    mutating func read(into chunk: inout [UInt8], atMost byteCount: Int) throws(FileProblem) {
        var code: Int32 = 0
        // Safe: the count says how many bytes were initialised.
        chunk = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            var result: Int
            repeat {
                // Safe: the system writes at most the buffer's count of bytes into it.
                result = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            } while result < 0 && errno == EINTR
            if result < 0 { code = errno }
            count = max(0, result)
        }
        if code != 0 { throw FileProblem(code: code) }
    }
}
