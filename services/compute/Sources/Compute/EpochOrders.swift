internal import Datasets
private import Synchronization

/// The orders in which epochs visit samples, the most recently used ones at hand.
final class EpochOrders: Sendable {
    /// Orders that are kept: trainers are in one epoch, or on the border of two, for each run.
    static let capacity = 8

    private struct Key: Hashable {
        let seed: UInt64
        let epoch: UInt64
        let count: Int
    }

    private let orders = Mutex<[(key: Key, order: EpochPermutation)]>([])

    /// The order of an epoch of `count` samples under `seed`.
    func order(seed: UInt64, epoch: UInt64, count: Int) -> EpochPermutation {
        let key = Key(seed: seed, epoch: epoch, count: count)
        return orders.withLock { orders in
            if let position = orders.firstIndex(where: { $0.key == key }) {
                let found = orders.remove(at: position)
                orders.append(found)
                return found.order
            }
            let order = EpochPermutation(seed: seed, epoch: epoch, count: count)
            if orders.count == Self.capacity { orders.removeFirst() }
            orders.append((key, order))
            return order
        }
    }
}
