internal import Foundation

extension Job {
    /// Bytes that a job file may have.
    public static let largestFile = 1 << 20

    /// Reads a job file.
    ///
    /// Throws a `JobFileError` that says what is wrong, and where in it.
    public init(file path: String) throws(JobFileError) {
        try self.init(yaml: try Job.text(of: path))
    }

    private static func text(of path: String) throws(JobFileError) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: lastError()) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let bytes: Data
        do {
            bytes = try handle.read(upToCount: largestFile + 1) ?? Data()
        } catch {
            throw .unreadable(reason: lastError())
        }
        guard bytes.count <= largestFile else { throw .tooLarge(limitBytes: largestFile) }
        guard let text = String(bytes: bytes, encoding: .utf8) else { throw .notText }
        return text
    }

    private static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}
