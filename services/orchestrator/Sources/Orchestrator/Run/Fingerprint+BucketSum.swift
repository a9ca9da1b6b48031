internal import Digests
internal import Learning
internal import LeaseEngine
internal import Reduction

extension Fingerprint {
    /// Of all bits of a node's value in one bucket: the first half of a SHA-256 digest.
    init(of sum: BucketSum) {
        var hash = SHA256()
        // Safe: floats have no padding.
        sum.withGradient { hash.update(unsafe $0.bytes) }
        let statistics = sum.statistics
        let words = [
            statistics.samples, statistics.lossSum.bitPattern, statistics.correct, statistics.ledger,
            statistics.errorSum.bitPattern,
        ]
        // Safe: integers have no padding.
        hash.update(unsafe words.span.bytes)
        let bytes = hash.finalize().bytes
        let word = { (start: Int) in bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(high: word(0), low: word(8))
    }
}
