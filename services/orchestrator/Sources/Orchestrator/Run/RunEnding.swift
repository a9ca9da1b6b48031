package import Hosting
internal import LeaseEngine
internal import Reduction

/// How a run ended.
package enum RunEnding: Sendable {
    /// All epochs were trained and evaluated.
    case completed(RunSummary)
    /// It was stopped on request; the last checkpoint holds all committed steps.
    case stopped(atStep: UInt64)
}

/// Why a run can't go on.
package enum RunFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A step's gradient is not finite.
    case diverged(step: UInt64, bucket: Int)
    /// Not every sample was counted exactly once.
    case ledgerMismatch(epoch: UInt64, expected: UInt64, got: UInt64)
    /// Two trainers computed different bits for the same node.
    case trainersDisagree(step: UInt64, bucket: Int, first: Int, end: Int, trainer: String, others: [String])

    /// What the orchestrator exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .diverged: .diverged
        case .ledgerMismatch, .trainersDisagree: .internalFault
        }
    }

    package var description: String {
        switch self {
        case .diverged(let step, let bucket):
            "the run diverged: the gradient of step \(step) is not finite in bucket \(bucket)"
        case .ledgerMismatch(let epoch, let expected, let got):
            "epoch \(epoch): expected each sample to count once, ledger \(String(expected, radix: 16)), "
                + "got \(String(got, radix: 16))"
        case .trainersDisagree(let step, let bucket, let first, let end, let trainer, let others):
            "step \(step), bucket \(bucket), micro-batches [\(first), \(end)): \(trainer) pushed other bits than "
                + "\(others.joined(separator: " and ")) did for the same node"
        }
    }
}

extension RunFailure {
    /// What the lease engine found.
    init(_ fault: Fault) {
        switch fault {
        case .diverged(let step, let bucket, _):
            self = .diverged(step: step, bucket: bucket)
        case .dispute(let step, let leaves, let names):
            self = .trainersDisagree(
                step: step, bucket: 0, first: leaves.first, end: leaves.end, trainer: names.last ?? "a trainer",
                others: Array(names.dropLast()))
        }
    }
}
