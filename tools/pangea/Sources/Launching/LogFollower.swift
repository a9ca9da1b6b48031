internal import Foundation

/// Reads what is added to a log, by whole lines.
package struct LogFollower: Sendable {
    /// Bytes that are read at a time, and that a line without an end may have.
    private static let most = 1 << 16

    private let path: String
    private let name: String
    private var offset: UInt64 = 0
    private var rest: [UInt8] = []

    /// Follows the file at a path, which may come later; lines are put behind `name`.
    package init(path: String, name: String) {
        self.path = path
        self.name = name
    }

    /// The lines that were added since the last time; at the end of the process also one that has no line feed.
    package mutating func lines(isLast: Bool = false) -> [String] {
        guard let file = FileHandle(forReadingAtPath: path), (try? file.seek(toOffset: offset)) != nil else {
            return []
        }
        var lines: [String] = []
        while let bytes = try? file.read(upToCount: Self.most), !bytes.isEmpty {
            offset += UInt64(bytes.count)
            rest += bytes
            var parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(parts.removeLast())
            lines += parts.map { line($0) }
            if rest.count >= Self.most { lines.append(takeRest()) }
        }
        if isLast, !rest.isEmpty { lines.append(takeRest()) }
        return lines
    }

    private mutating func takeRest() -> String {
        defer { rest = [] }
        return line(rest[...])
    }

    private func line(_ bytes: some Collection<UInt8>) -> String {
        let label = name + String(repeating: " ", count: max(0, 12 - name.count))
        return "\(label) | " + String(decoding: bytes, as: UTF8.self)
    }
}
