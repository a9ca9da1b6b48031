/// Why a plan of steps can't be made.
public enum ReductionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A number that must be positive, and small enough to count with, is not.
    case outOfRange(name: String, value: Int)
    /// The batch is not a multiple of the micro-batch.
    case batchNotMultiple(batch: Int, microBatch: Int)
    /// A batch has more micro-batches than a tree may have leaves.
    case tooManyLeaves(count: Int)

    /// The error in words for people.
    public var description: String {
        switch self {
        case .outOfRange(let name, let value):
            "plan of steps: \(name) must be between 1 and \(Int(Int32.max) * 1024), found \(value)"
        case .batchNotMultiple(let batch, let microBatch):
            "plan of steps: batch must be a multiple of the micro-batch, found \(batch) and \(microBatch)"
        case .tooManyLeaves(let count):
            "plan of steps: a batch has at most \(NodeInterval.maximumLeafCount) micro-batches, found \(count)"
        }
    }

    /// Refuses a count that is not positive or too large for the plans' arithmetic.
    static func check(_ value: Int, _ name: String) throws(ReductionError) {
        guard value >= 1, value <= Int(Int32.max) * 1024 else { throw .outOfRange(name: name, value: value) }
    }
}
