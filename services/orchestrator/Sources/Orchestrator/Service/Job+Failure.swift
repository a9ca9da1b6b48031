internal import Hosting
internal import JobFile

extension Job {
    /// Reads a job file.
    ///
    /// Throws a `ServiceFailure` that names the file, and where in it what is wrong.
    static func read(_ path: String) throws(ServiceFailure) -> Job {
        do {
            return try Job(file: path)
        } catch {
            throw ServiceFailure(.badInput, "job file \(path)", cause: error)
        }
    }
}
