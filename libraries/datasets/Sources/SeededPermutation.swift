internal import Randomness

/// An order of 0, 1, …, count - 1: a pure function of seed, purpose, number and count.
///
/// It is the Fisher–Yates shuffle of them:
///
///     for i = count - 1, count - 2, …, 1:
///         j = index(below: i + 1) at position i + 2^32 * floor(number / 2^32)
///         exchange elements i and j
///
/// `index(below:at:)` is that of `RandomField` (Philox4x32-10 and Lemire's rejection, specified there) with the seed, the
/// purpose, and the stream `number mod 2^32`. As a count is at most 2^32 - 1, the two halves of the number and i never
/// meet: no two numbers share a random number. The choice of i as the position makes every exchange independent of how
/// many candidates the others rejected.
struct SeededPermutation: Hashable, Sendable {
    private let order: [UInt32]

    /// The order of `count` elements, 0 ≤ `count` < 2^32.
    init(seed: UInt64, purpose: RandomPurpose, number: UInt64 = 0, count: Int) {
        guard let elementCount = UInt32(exactly: count) else {
            preconditionFailure("SeededPermutation: expected a count from 0 to 2^32 - 1, got \(count)")
        }
        let field = RandomField(seed: seed, purpose: purpose, stream: UInt32(truncatingIfNeeded: number))
        let upperHalf = (number >> 32) << 32
        var order = [UInt32](0..<elementCount)
        for last in stride(from: count - 1, to: 0, by: -1) {
            let chosen = field.index(below: UInt64(last + 1), at: upperHalf | UInt64(last))
            order.swapAt(last, Int(chosen))
        }
        self.order = order
    }

    var count: Int { order.count }

    subscript(position: Int) -> Int { Int(order[position]) }
}
