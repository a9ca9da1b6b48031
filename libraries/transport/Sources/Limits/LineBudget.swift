package import Logging

/// How many log lines peers may cost: a few of each kind for each of them in a while, and no more than so many peers.
///
/// Whoever can have a line written with each connection or message would fill a disk, and slow down who writes it.
package struct LineBudget: Sendable {
    /// What a line says, and of whom.
    package struct Key: Hashable, Sendable {
        package let level: Logger.Level
        package let message: String
        /// Nil for all those that are too many to be told apart.
        package let peer: String?

        package init(level: Logger.Level, message: String, peer: String?) {
            self.level = level
            self.message = message
            self.peer = peer
        }
    }

    private struct Entry {
        var written = 0
        var leftOut: UInt64 = 0
    }

    private let linesPerKey: Int
    private let maximumKeys: Int
    private var entries: [Key: Entry] = [:]

    /// Allows `linesPerKey` lines between two reports, and as many for all that come beyond `maximumKeys`.
    package init(linesPerKey: Int, maximumKeys: Int) {
        self.linesPerKey = linesPerKey
        self.maximumKeys = maximumKeys
    }

    /// Whether nothing was asked for since the last report.
    package var isUntouched: Bool { entries.isEmpty }

    /// Whether one more line may be written; it is counted where it may not.
    package mutating func take(_ key: Key) -> Bool {
        let isKnown = entries[key] != nil || entries.count < maximumKeys
        let key = isKnown ? key : Key(level: key.level, message: key.message, peer: nil)
        var entry = entries[key, default: Entry()]
        defer { entries[key] = entry }
        guard entry.written < linesPerKey else {
            entry.leftOut += 1
            return false
        }
        entry.written += 1
        return true
    }

    /// Begins anew; returns how many lines were left out, where any were.
    package mutating func report() -> [Key: UInt64] {
        defer { entries.removeAll() }
        return entries.compactMapValues { $0.leftOut > 0 ? $0.leftOut : nil }
    }
}
