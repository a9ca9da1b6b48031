/// What is kept of many numbers: least, greatest and mean.
///
/// Numbers that aren't finite are left out, for JSON has no word for them. In the history file it is an array: empty, or
/// least, greatest, sum and count.
public struct Extent: Codable, Hashable, Sendable {
    /// The least number; 0 where there is none.
    public private(set) var least = 0.0
    /// The greatest number; 0 where there is none.
    public private(set) var greatest = 0.0
    private var sum = 0.0
    /// How many numbers.
    public private(set) var count: UInt64 = 0

    /// One number, or none where it isn't finite.
    public init(_ number: Double) {
        guard number.isFinite else { return }
        (least, greatest, sum, count) = (number, number, number, 1)
    }

    /// The mean; nil where there is no number.
    public var mean: Double? { count > 0 ? sum / Double(count) : nil }

    /// Takes in others.
    public mutating func merge(_ other: Extent) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
        sum += other.sum
        count += other.count
    }

    /// Keeps least, greatest and mean, as of `numerator` of `denominator` numbers.
    public mutating func shrink(to numerator: UInt64, of denominator: UInt64) {
        guard count > 0, let mean else { return }
        count = max(1, count * numerator / max(1, denominator))
        sum = mean * Double(count)
    }

    /// As the protocol says.
    public init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        guard !values.isAtEnd else { return }
        least = try values.decode(Double.self)
        greatest = try values.decode(Double.self)
        sum = try values.decode(Double.self)
        count = try values.decode(UInt64.self)
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        guard count > 0 else { return }
        try values.encode(least)
        try values.encode(greatest)
        try values.encode(sum)
        try values.encode(count)
    }
}
