import Reduction

/// A node's value for tests: a hash of left and right that neither commutes nor associates, so that any other order or
/// grouping has another root.
struct HashValue: Summable, Hashable {
    var bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    init(leaf: Int) { bits = Self.mix(UInt64(leaf + 1) &* Self.golden) }

    mutating func add(right: consuming HashValue) {
        bits = Self.mix(3 &* bits &+ right.bits &+ Self.golden)
    }

    func hasSameBits(as other: HashValue) -> Bool { bits == other.bits }

    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// The tree as the design defines it, by recursion: the naive reference.
    static func node(first: Int, level: Int, of leafCount: Int) -> HashValue {
        guard level > 0 else { return HashValue(leaf: first) }
        var value = node(first: first, level: level - 1, of: leafCount)
        let middle = first + 1 << (level - 1)
        if middle < leafCount { value.add(right: node(first: middle, level: level - 1, of: leafCount)) }
        return value
    }

    static func root(of leafCount: Int) -> HashValue {
        var level = 0
        while 1 << level < leafCount { level += 1 }
        return node(first: 0, level: level, of: leafCount)
    }
}
