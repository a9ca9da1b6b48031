/// The account of exactly-once: every sample that is consumed adds one entry, and at an epoch's end the sum must equal
/// the sum over the whole data set.
///
/// An entry is, with all arithmetic modulo 2^64:
///
///     mix(x):  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9
///              x = (x ^ (x >> 27)) * 0x94D049BB133111EB
///              return x ^ (x >> 31)
///     G = 0x9E3779B97F4A7C15
///     entry(epoch, sampleId) = mix(mix(epoch + G) + (sampleId + 1) * G)
///
/// that is, number `sampleId` of the SplitMix64 sequence whose seed is a hash of the epoch. Sums wrap around, so they
/// depend neither on order nor on grouping.
public enum Ledger {
    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The entry of one sample of one epoch; both are counted from 0.
    public static func entry(epoch: UInt64, sampleId: UInt64) -> UInt64 {
        mix(mix(epoch &+ golden) &+ (sampleId &+ 1) &* golden)
    }

    /// The wrap-around sum of the entries of some samples of one epoch, in any order.
    public static func sum(epoch: UInt64, sampleIds: some Sequence<UInt64>) -> UInt64 {
        sampleIds.reduce(0) { $0 &+ entry(epoch: epoch, sampleId: $1) }
    }

    /// What a whole epoch over the samples `0 ..< sampleCount` must add up to.
    public static func ofEpoch(_ epoch: UInt64, sampleCount: UInt64) -> UInt64 {
        sum(epoch: epoch, sampleIds: 0..<sampleCount)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
