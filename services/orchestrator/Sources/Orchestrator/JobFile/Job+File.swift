internal import Foundation
package import Hosting

extension Job {
    /// Bytes that a job file may have.
    package static let largestFile = 1 << 20

    /// Reads a job file.
    ///
    /// Throws a `ServiceFailure` that names the file, and where in it what is wrong.
    package init(file path: String) throws(ServiceFailure) {
        do {
            self = try Job(yaml: try Job.text(of: path))
        } catch {
            throw ServiceFailure(.badInput, "job file \(path)", cause: error)
        }
    }

    private static func text(of path: String) throws -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw JobFileError.unreadable(reason: lastError()) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let bytes: Data
        do {
            bytes = try handle.read(upToCount: largestFile + 1) ?? Data()
        } catch {
            throw JobFileError.unreadable(reason: lastError())
        }
        guard bytes.count <= largestFile else { throw JobFileError.tooLarge(limitBytes: largestFile) }
        guard let text = String(bytes: bytes, encoding: .utf8) else { throw JobFileError.notText }
        return text
    }

    private static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}
