import Foundation
import Testing

/// Memory of a process that no file is behind.
enum ResidentMemory {
    static func bytes(of process: ServiceProcess) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let kilobytes = try #require(status.firstMatch(of: /RssAnon:\s+(\d+) kB/)).1
        return try #require(Int(kilobytes)) * 1024
    }
}
