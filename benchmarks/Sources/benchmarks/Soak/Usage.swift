internal import Foundation

/// What a process holds at a moment.
struct Usage {
    /// Bytes of memory that no file is behind.
    let memory: Int
    /// Open files and sockets.
    let descriptors: Int

    /// Throws where there is no such process.
    init(of process: pid_t) throws {
        // Foundation's `String(contentsOfFile:)` reads no more than a page of such a file; the line is in the first.
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        guard
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") }),
            let kibibytes = Int(line.filter(\.isNumber))
        else { throw ClusterError("no RssAnon in /proc/\(process)/status") }
        memory = 1024 * kibibytes
        descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
    }
}
