internal import Glibc

/// A file that gets a line for each thing of a kind that a process did; open only where the environment names one.
///
/// A trainer writes what it consumed, the orchestrator whose work a committed step is made of; who has both files can
/// tell which samples counted. A line is written in one piece, so that a process that is killed leaves no half of one.
public struct TraceFile: Sendable {
    /// The environment variable that names the file.
    public static let variable = "PANGEA_TRACE"

    /// The file that the environment names, nil where it names none or where it can't be had.
    public static let armed: TraceFile? = Faults.environment(variable).flatMap(TraceFile.init)

    private let descriptor: Int32

    /// Opens a file to write behind what it holds, nil where that can't be done.
    ///
    /// It stays open until the process ends.
    public init?(_ path: String) {
        // The path lives as long as the call.
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if descriptor < 0 { return nil }
    }

    /// Writes a line; the line feed is added.
    ///
    /// Returns whether the system took all of it.
    @discardableResult
    public func append(_ line: String) -> Bool {
        let bytes = Array((line + "\n").utf8)
        // The bytes live as long as the call.
        return unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    }
}
