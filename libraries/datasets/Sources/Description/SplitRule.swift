internal import Randomness

/// Where the evaluation split comes from.
public enum SplitRule: Hashable, Sendable {
    /// From files of its own.
    case files
    /// From the training files: a share of their samples that `seed` picks.
    ///
    /// Of n samples, the first max(1, floor(n share)) of the permutation of 0 ..< n that `SeededPermutation` specifies
    /// are for evaluation: a pure function of (seed, n). Both splits keep the order of the files.
    case seeded(share: Double, seed: UInt64)
    /// From the training files: the last max(1, floor(n share)) of n samples, or of n tokens of a text.
    case place(share: Double)

    /// The share of the evaluation split, nil where it has files of its own.
    public var share: Double? {
        switch self {
        case .files: nil
        case .seeded(let share, _), .place(let share): share
        }
    }

    func validate() throws(DatasetError) {
        guard let share, !(share > 0 && share < 1) else { return }
        throw .description(key: "split.evaluation", expected: "a share above 0 and below 1", found: "\(share)")
    }

    /// How many of `count` samples are for evaluation; nil where none would be left to train on.
    func evaluationCount(of count: Int) -> Int? {
        guard let share else { return 0 }
        // No overflow: the share is below 1.
        let evaluation = max(1, Int(Double(count) * share))
        return evaluation < count ? evaluation : nil
    }

    /// The two parts of 0 ..< `count`.
    ///
    /// Throws where one would be empty, or `count` is too large; `path` is for the error alone.
    func parts(
        of count: Int, _ path: String
    ) throws(DatasetError) -> (training: RowSelection, evaluation: RowSelection) {
        guard count <= Int(UInt32.max) else { throw .tooManySamples(path, found: count) }
        guard let evaluationCount = evaluationCount(of: count) else { throw .tooFewToSplit(path, found: count) }
        switch self {
        case .files:
            return (.contiguous(0..<count), .contiguous(0..<0))
        case .place:
            let cut = count - evaluationCount
            return (.contiguous(0..<cut), .contiguous(cut..<count))
        case .seeded(_, let seed):
            let order = SeededPermutation(seed: seed, purpose: .split, count: count)
            var isEvaluated = [Bool](repeating: false, count: count)
            for position in 0..<evaluationCount { isEvaluated[order[position]] = true }
            let rows = (0..<count).map { UInt32(truncatingIfNeeded: $0) }
            return (
                .listed(rows.filter { !isEvaluated[Int($0)] }), .listed(rows.filter { isEvaluated[Int($0)] })
            )
        }
    }
}
