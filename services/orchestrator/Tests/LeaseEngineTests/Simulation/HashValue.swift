import LeaseEngine
import Reduction

/// A node's value in the simulator: a hash of left and right that neither commutes nor associates, so that any other
/// order or grouping has another root.
struct HashValue: Summable, Hashable {
    private(set) var bits: UInt64
    /// Once not finite, always so.
    private(set) var isFinite = true
    /// Plants a bug: adds left to right.
    var swapsChildren = false

    init(round: UInt64, bucket: Int, leaf: Int) {
        bits = Self.mix(Self.mix(round &+ UInt64(bucket) &* 0xD6E8_FEB8_6659_FD93) &+ UInt64(leaf))
    }

    mutating func add(right: consuming HashValue) {
        let (first, second) = swapsChildren ? (right.bits, bits) : (bits, right.bits)
        bits = Self.mix(3 &* first &+ second)
        isFinite = isFinite && right.isFinite
    }

    func hasSameBits(as other: HashValue) -> Bool { bits == other.bits && isFinite == other.isFinite }

    /// What a trainer makes of it that computes wrongly in its own way.
    func falsified(by trainer: Int) -> HashValue {
        var value = self
        value.bits = Self.mix(bits &+ UInt64(trainer) &+ 1)
        return value
    }

    /// The same, but not finite.
    var notFinite: HashValue {
        var value = self
        value.isFinite = false
        return value
    }

    var fingerprint: Fingerprint { Fingerprint(high: bits, low: isFinite ? 0 : 1) }

    /// The value of a node as one computer alone finds it, by recursion.
    static func node(_ first: Int, _ end: Int, leaf: (Int) -> HashValue) -> HashValue {
        guard end - first > 1 else { return leaf(first) }
        var half = 1
        while 2 * half < end - first { half *= 2 }
        var value = node(first, first + half, leaf: leaf)
        value.add(right: node(first + half, end, leaf: leaf))
        return value
    }

    /// Plants a bug: one leaf after the other.
    static func chain(_ first: Int, _ end: Int, leaf: (Int) -> HashValue) -> HashValue {
        (first + 1..<end).reduce(leaf(first)) { sum, index in
            var sum = sum
            sum.add(right: leaf(index))
            return sum
        }
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
