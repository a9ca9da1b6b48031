public import Reduction

/// Why a run can't go on.
public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The gradient of a step is not finite, and those named agree on that.
    case diverged(step: UInt64, bucket: Int, confirmedBy: [String])
    /// Trainers have different values for the same micro-batches, and there is nobody to arbitrate.
    case dispute(step: UInt64, leaves: Leaves, between: [String])

    /// Names the step, the thing and the trainers.
    public var description: String {
        switch self {
        case .diverged(let step, let bucket, let names):
            "the run diverged: the gradient of step \(step) is not finite in bucket \(bucket), as "
                + "\(names.joined(separator: " and ")) found"
        case .dispute(let step, let leaves, let names):
            "step \(step), micro-batches \(leaves): \(names.joined(separator: " and ")) pushed different bits for the "
                + "same node, and nobody else is there to arbitrate"
        }
    }
}
