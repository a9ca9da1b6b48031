internal import Glibc

/// A regular file, read in pieces wherever it is.
struct InspectedFile: ~Copyable {
    let path: String
    let byteCount: Int
    private let descriptor: Int32

    /// How much is read at a time.
    static let chunkByteCount = 1 << 20

    /// Opens a file.
    ///
    /// Never waits, also not for the other end of a pipe: throws `.unreadable` for what is no regular file.
    init(_ path: String) throws(InspectionError) {
        self.path = path
        // Safe: the call reads the zero-terminated copy that Swift makes for its duration.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        // Safe: the call fills the structure and keeps nothing.
        guard descriptor >= 0, unsafe fstat(descriptor, &status) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            byteCount = 0
            throw .unreadable(path: path, reason: "can't be read: \(reason)")
        }
        byteCount = Int(status.st_size)
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(
                path: path,
                reason: "expected a file, found a \(status.st_mode & S_IFMT == S_IFDIR ? "folder" : "device")")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Up to `count` bytes from `offset` on, fewer where the file ends.
    ///
    /// No more memory is taken than there are bytes.
    func bytes(from offset: Int, atMost count: Int) throws(InspectionError) -> [UInt8] {
        var bytes: [UInt8] = []
        try forEachChunk(from: offset, to: offset + min(count, max(0, byteCount - offset))) { chunk in
            bytes += chunk
        }
        return bytes
    }

    /// Gives `body` the bytes of a range, one piece behind the other; the file may have become shorter.
    func forEachChunk(from start: Int, to end: Int, _ body: ([UInt8]) -> Void) throws(InspectionError) {
        var offset = start
        while offset < end {
            let chunk = try read(offset, min(Self.chunkByteCount, end - offset))
            guard !chunk.isEmpty else { return }
            body(chunk)
            offset += chunk.count
        }
    }

    private func read(_ offset: Int, _ count: Int) throws(InspectionError) -> [UInt8] {
        var result = 0
        // Safe: the system writes at most so many bytes, and the count says how many were initialised.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat {
                result = unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            } while result < 0 && errno == EINTR
            initialized = max(0, result)
        }
        guard result >= 0 else {
            throw .unreadable(path: path, reason: "can't be read: \(unsafe String(cString: strerror(errno)))")
        }
        return bytes
    }
}
