internal import Foundation

/// What a run came to, as it is printed on the last line of standard output.
struct RunSummary: Hashable, Sendable, Codable {
    /// What one trainer did.
    struct Share: Hashable, Sendable, Codable {
        /// The trainer's name.
        let trainer: String
        /// Steps in which some of its work counted.
        let steps: UInt64
        /// Micro-batches of its that counted.
        let microBatches: UInt64
    }

    /// Share of the evaluation split that the final model classifies rightly.
    let accuracy: Double
    /// Mean loss a sample of the evaluation split.
    let loss: Double
    /// Training samples that counted, a second of this process's training time.
    let samplesPerSecond: Double
    /// From the first lease to the end, of this process.
    let seconds: Double
    /// Committed steps of the whole run.
    let steps: UInt64
    /// Trainers that took part in this process's time.
    let trainers: Int
    /// Digest of the file model.safetensors, in hexadecimal.
    let sha256: String
    /// What each trainer did.
    let shares: [Share]
    /// Leases handed out.
    let leasesIssued: UInt64
    /// Those whose work was somebody else's before.
    let leasesReissued: UInt64
    /// Pushes that didn't count.
    let pushesRefused: UInt64

    /// One line of JSON, keys in alphabetical order.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
