internal import Glibc
internal import Hosting

/// A file that is there whole or not at all, whenever the machine stops.
///
/// It is written under another name in the same folder, brought to the disk, renamed, and the folder brought to the disk.
package struct DurableFile: ~Copyable {
    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private var byteCount = 0
    private var interruption: Interruption?

    /// Something that is to happen when a part of the file is written; failures are placed so.
    package struct Interruption {
        /// So many bytes are written before.
        let byteCount: Int
        /// The file already has its final name then.
        let isRenamed: Bool
        let body: () -> Void
    }

    /// Writes `path`, in a folder that exists, with what `body` writes.
    ///
    /// Throws a `ServiceFailure` that names the file; then `path` is as it was.
    package static func write(
        _ path: String, interruption: Interruption? = nil, _ body: (inout DurableFile) throws -> Void
    ) throws {
        var file = try DurableFile(path)
        file.interruption = interruption
        do {
            try body(&file)
            try file.commit()
        } catch {
            file.abandon()
            throw error
        }
    }

    private init(_ path: String) throws {
        self.path = path
        temporary = path + ".partial"
        descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw failure("open") }
    }

    /// Writes all of `bytes` behind what was written before.
    package mutating func append(_ bytes: RawSpan) throws {
        if let interruption, interruption.byteCount < byteCount + bytes.byteCount {
            let first = interruption.byteCount - byteCount
            try write(bytes.extracting(first: first))
            if interruption.isRenamed { _ = unsafe rename(temporary, path) }
            interruption.body()
            self.interruption = nil
            try write(bytes.extracting(droppingFirst: first))
        } else {
            try write(bytes)
        }
        byteCount += bytes.byteCount
    }

    private func write(_ bytes: RawSpan) throws {
        var written = 0
        while written < bytes.byteCount {
            let rest = bytes.extracting(droppingFirst: written)
            // The span is alive during the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                guard errno == EINTR else { throw failure("write") }
            } else {
                written += count
            }
        }
    }

    private mutating func commit() throws {
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw failure("close") }
        guard unsafe rename(temporary, path) == 0 else { throw failure("rename") }
        try DurableFile.synchronise(folder: String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    }

    private mutating func abandon() {
        if descriptor >= 0 { _ = close(descriptor) }
        descriptor = -1
        _ = unsafe unlink(temporary)
    }

    /// Brings a folder's names to the disk.
    package static func synchronise(folder: String) throws {
        let folder = folder.isEmpty ? "." : folder
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", folder) }
    }

    private func failure(_ operation: String) -> ServiceFailure { DurableFile.failure(operation, path) }

    private static func failure(_ operation: String, _ path: String) -> ServiceFailure {
        ServiceFailure(.ioFailure, "\(operation) \(path)", cause: SystemError.last)
    }
}
