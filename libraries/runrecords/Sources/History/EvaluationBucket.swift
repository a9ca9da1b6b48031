/// Neighbouring evaluations, taken together.
public struct EvaluationBucket: SeriesBucket, Codable, Hashable {
    /// The first epoch, counted from 0.
    public let from: UInt64
    /// The epoch behind the last one.
    public private(set) var to: UInt64
    /// Committed steps at the last one.
    public private(set) var step: UInt64
    /// When the last one was closed, unix time in seconds.
    public private(set) var time: Double
    /// Their losses.
    public private(set) var loss: Extent
    /// Their accuracies.
    public private(set) var accuracy: Extent

    /// One evaluation.
    public init(_ evaluation: EvaluationRecord, time: Double) {
        from = evaluation.epoch
        to = evaluation.epoch + 1
        step = evaluation.step
        self.time = time
        loss = Extent(evaluation.loss)
        accuracy = Extent(evaluation.accuracy)
    }

    /// Which points: never empty.
    public var range: Range<UInt64> { from..<max(from + 1, to) }

    /// Takes in the bucket behind this one.
    public mutating func merge(_ next: EvaluationBucket) {
        to = next.to
        step = next.step
        time = next.time
        loss.merge(next.loss)
        accuracy.merge(next.accuracy)
    }

    /// Counts no point from `end` on.
    public mutating func clip(to end: UInt64) {
        let (kept, all) = (end - from, to - from)
        to = end
        step = step / all * kept
        loss.shrink(to: kept, of: all)
        accuracy.shrink(to: kept, of: all)
    }
}

extension EvaluationRecord {
    /// The last evaluation of a bucket, with the values of all of it in the mean.
    public init(_ bucket: EvaluationBucket) {
        self.init(
            epoch: bucket.range.upperBound - 1, step: bucket.step, loss: bucket.loss.mean ?? .nan,
            accuracy: bucket.accuracy.mean ?? .nan)
    }
}
