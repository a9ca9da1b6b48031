internal import Randomness

/// The order in which an epoch visits the samples of a split: a pure function of seed, epoch and sample count.
///
/// The `SeededPermutation` with the purpose `shuffle`. Making one takes time and memory in proportion to the count, so
/// callers keep the epochs at hand.
public struct EpochPermutation: Hashable, Sendable {
    private let order: SeededPermutation

    /// The order of epoch `epoch` under `seed` for `count` samples, 0 ≤ `count` < 2^32.
    public init(seed: UInt64, epoch: UInt64, count: Int) {
        order = SeededPermutation(seed: seed, purpose: .shuffle, number: epoch, count: count)
    }

    /// The number of samples.
    public var count: Int { order.count }

    /// The sample visited at `position`, which counts from 0 and is below `count`.
    public subscript(position: Int) -> Int { order[position] }

    /// The samples visited at `positions`, in that order, all of which lie below `count`.
    public subscript(positions: Range<Int>) -> [Int] { positions.map { order[$0] } }
}
