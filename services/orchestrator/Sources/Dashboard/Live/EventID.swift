/// Names an event of one process: what a client saw last.
package struct EventID: Hashable, Sendable, CustomStringConvertible {
    /// The process; another one has another.
    package let process: String
    /// Counted from 1; 0 is before all.
    package let number: UInt64

    /// The event `number` of a process.
    package init(process: String, number: UInt64) {
        self.process = process
        self.number = number
    }

    /// Reads `process.number`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = UInt64(parts[1]) else { return nil }
        self.init(process: String(parts[0]), number: number)
    }

    package var description: String { "\(process).\(number)" }
}
