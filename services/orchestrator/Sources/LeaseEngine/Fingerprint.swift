/// Stands for the bits of a pushed value: two values with one fingerprint are taken for equal.
///
/// Made by whoever holds the values, from a cryptographic digest.
public struct Fingerprint: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The first 16 bytes of a digest.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
