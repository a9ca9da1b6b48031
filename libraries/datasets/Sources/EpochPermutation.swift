private import Randomness

/// The order in which an epoch visits the samples of a split: a pure function of seed, epoch and sample count.
///
/// The order is the Fisher–Yates shuffle of 0, 1, …, count - 1:
///
///     for i = count - 1, count - 2, …, 1:
///         j = index(below: i + 1) at position i + 2^32 * floor(epoch / 2^32)
///         exchange elements i and j
///
/// `index(below:at:)` is that of `RandomField` (Philox4x32-10 and Lemire's rejection, specified there) with the
/// run's seed, the purpose `shuffle`, and the stream `epoch mod 2^32`. As a count is at most 2^32 - 1, the two
/// halves of the epoch and i never meet: no two epochs share a random number. The choice of i as the position
/// makes every exchange independent of how many candidates the others rejected.
///
/// Making one takes time and memory in proportion to the count, so callers keep the epochs at hand.
public struct EpochPermutation: Hashable, Sendable {
    private let order: [UInt32]

    /// The order of epoch `epoch` under `seed` for `count` samples, 0 ≤ `count` < 2^32.
    public init(seed: UInt64, epoch: UInt64, count: Int) {
        guard let sampleCount = UInt32(exactly: count) else {
            preconditionFailure("EpochPermutation: expected a count from 0 to 2^32 - 1, got \(count)")
        }
        let field = RandomField(seed: seed, purpose: .shuffle, stream: UInt32(truncatingIfNeeded: epoch))
        let upperHalf = (epoch >> 32) << 32
        var order = [UInt32](0..<sampleCount)
        for last in stride(from: count - 1, to: 0, by: -1) {
            let chosen = field.index(below: UInt64(last + 1), at: upperHalf | UInt64(last))
            order.swapAt(last, Int(chosen))
        }
        self.order = order
    }

    /// The number of samples.
    public var count: Int { order.count }

    /// The sample visited at `position`, which counts from 0 and is below `count`.
    public subscript(position: Int) -> Int { Int(order[position]) }

    /// The samples visited at `positions`, in that order, all of which lie below `count`.
    public subscript(positions: Range<Int>) -> [Int] { order[positions].map(Int.init) }
}
