internal import Foundation
package import LeaseEngine

/// What a run came to, as it is printed on the last line of standard output.
package struct RunSummary: Hashable, Sendable, Codable {
    /// What one trainer did.
    package struct Share: Hashable, Sendable, Codable {
        /// The trainer's name.
        package let trainer: String
        /// Steps in which some of its work counted.
        package let steps: UInt64
        /// Micro-batches of its that counted.
        package let microBatches: UInt64
        /// Leases that it was given.
        package let leases: UInt64
        /// Leases that were taken back from it.
        package let revoked: UInt64
        /// Pushes of its that were refused, by the reason.
        package let refused: [String: UInt64]
        /// Micro-batches and evaluation batches of its that were leased to others, by the reason.
        package let redone: [String: UInt64]
        /// Why it was expelled, if it was.
        package let expelled: String?

        /// What the engine's account says of a trainer.
        init(_ name: String, _ share: RunAccount.Share) {
            trainer = name
            steps = share.steps
            microBatches = share.microBatches
            leases = share.leases
            revoked = share.revoked
            refused = Dictionary(uniqueKeysWithValues: share.refused.map { ($0.key.rawValue, $0.value) })
            redone = Dictionary(uniqueKeysWithValues: share.redone.map { ($0.key.rawValue, $0.value) })
            expelled = share.expelled
        }
    }

    /// Share of the predictions on the evaluation split that are right; nil of a model that says numbers.
    package let accuracy: Double?
    /// How far a model that says numbers is from those of the evaluation split, in the mean.
    package let meanAbsoluteError: Double?
    /// Among how many tokens a model of text is undecided on the evaluation split.
    package let perplexity: Double?
    /// Mean loss a sample of the evaluation split.
    package let loss: Double
    /// Training samples that counted, a second of this process's training time.
    package let samplesPerSecond: Double
    /// From the first lease to the end, of this process.
    package let seconds: Double
    /// Committed steps of the whole run.
    package let steps: UInt64
    /// Trainers that took part in this process's time.
    package let trainers: Int
    /// Digest of the file model.safetensors, in hexadecimal.
    package let sha256: String
    /// What each trainer did.
    package let shares: [Share]
    /// Leases handed out.
    package let leasesIssued: UInt64
    /// Those whose work was somebody else's before.
    package let leasesReissued: UInt64
    /// Leases taken back.
    package let leasesRevoked: UInt64
    /// Nodes on whose value two trainers agreed.
    package let auditsDone: UInt64
    /// Nodes that were to be audited when no second trainer was there.
    package let auditsWaived: UInt64
    /// Rounds that were computed anew.
    package let roundsRedone: UInt64
    /// Nodes of training steps that were pushed in their first bucket, whether they counted or not.
    package let nodesPushed: UInt64
    /// Bytes of the frames that brought gradients.
    package let gradientBytes: UInt64
    /// Bytes of the frames that took parameters to trainers.
    package let parameterBytes: UInt64
    /// Pushes that didn't count.
    package let pushesRefused: UInt64
    /// The same by the reason.
    package let refused: [String: UInt64]

    package init(
        accuracy: Double?, meanAbsoluteError: Double? = nil, perplexity: Double? = nil, loss: Double,
        samplesPerSecond: Double, seconds: Double, steps: UInt64, trainers: Int, sha256: String, shares: [Share],
        totals: RunAccount.Totals, nodesPushed: UInt64, gradientBytes: UInt64, parameterBytes: UInt64
    ) {
        self.accuracy = accuracy
        self.meanAbsoluteError = meanAbsoluteError
        self.perplexity = perplexity
        self.loss = loss
        self.samplesPerSecond = samplesPerSecond
        self.seconds = seconds
        self.steps = steps
        self.trainers = trainers
        self.sha256 = sha256
        self.shares = shares
        leasesIssued = totals.leasesIssued
        leasesReissued = totals.leasesReissued
        leasesRevoked = totals.leasesRevoked
        auditsDone = totals.auditsDone
        auditsWaived = totals.auditsWaived
        roundsRedone = totals.roundsRedone
        self.nodesPushed = nodesPushed
        self.gradientBytes = gradientBytes
        self.parameterBytes = parameterBytes
        pushesRefused = totals.pushesRefused
        refused = Dictionary(uniqueKeysWithValues: totals.refused.map { ($0.key.rawValue, $0.value) })
    }

    /// One line of JSON, keys in alphabetical order.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
