/// Neighbouring training steps, taken together.
public struct StepBucket: SeriesBucket, Codable, Hashable {
    /// The first step.
    public let from: UInt64
    /// The step behind the last one.
    public private(set) var to: UInt64
    /// When the last one was committed, unix time in seconds.
    public private(set) var time: Double
    /// Samples in them.
    public private(set) var samples: UInt64
    /// Their losses.
    public private(set) var loss: Extent
    /// Their accuracies.
    public private(set) var accuracy: Extent
    /// Where their time went, all together.
    public private(set) var seconds: PartSeconds

    /// One step.
    public init(_ step: StepRecord, time: Double) {
        from = step.step
        to = step.step + 1
        self.time = time
        samples = step.samples
        loss = Extent(step.loss)
        accuracy = Extent(step.accuracy)
        seconds = step.seconds
    }

    /// Which points: never empty.
    public var range: Range<UInt64> { from..<max(from + 1, to) }

    /// Takes in the bucket behind this one.
    public mutating func merge(_ next: StepBucket) {
        to = next.to
        time = next.time
        samples += next.samples
        loss.merge(next.loss)
        accuracy.merge(next.accuracy)
        seconds.add(next.seconds)
    }

    /// Counts no point from `end` on.
    public mutating func clip(to end: UInt64) {
        let (kept, all) = (end - from, to - from)
        to = end
        samples = samples * kept / all
        loss.shrink(to: kept, of: all)
        accuracy.shrink(to: kept, of: all)
        seconds = seconds.scaled(by: Double(kept) / Double(all))
    }
}

extension StepRecord {
    /// The last step of a bucket, with the values of all of it in the mean.
    public init(_ bucket: StepBucket) {
        self.init(
            step: bucket.range.upperBound - 1, samples: bucket.samples / UInt64(bucket.range.count),
            loss: bucket.loss.mean ?? .nan, accuracy: bucket.accuracy.mean ?? .nan,
            seconds: bucket.seconds.scaled(by: 1 / Double(bucket.range.count)))
    }
}
