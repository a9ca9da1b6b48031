private import Synchronization

/// A value that goes up and down.
public final class Gauge: Sendable {
    /// The bits of a number; those of one particular NaN before there is one.
    private let bits = Atomic<UInt64>(Gauge.unset)
    private static let unset: UInt64 = 0x7FF8_0000_0000_0BAD

    init() {}

    /// Sets the value.
    public func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// The value that was set last, nil before the first.
    public var value: Double? {
        let bits = bits.load(ordering: .relaxed)
        return bits == Self.unset ? nil : Double(bitPattern: bits)
    }
}
