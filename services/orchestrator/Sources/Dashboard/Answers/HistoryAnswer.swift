package import RunRecords

/// What `/api/v1/history` says: what happened, bounded whatever the run's length.
package struct HistoryAnswer: Codable, Hashable, Sendable {
    /// What is kept of the values of several points; left out where none was finite.
    package struct Values: Codable, Hashable, Sendable {
        package let min: Double
        package let mean: Double
        package let max: Double

        /// Nil where there are none.
        init?(_ extent: Extent) {
            guard let mean = extent.mean else { return nil }
            (min, self.mean, max) = (extent.least, mean, extent.greatest)
        }
    }

    /// Neighbouring steps.
    package struct Steps: Codable, Hashable, Sendable {
        /// The first step, counted from 0, and the one behind the last.
        package let from: UInt64
        package let to: UInt64
        /// When the last one was committed, unix time in seconds.
        package let time: Double
        package let samples: UInt64
        package let loss: Values?
        package let accuracy: Values?
        /// Where the time of a step went, in seconds, in the mean.
        package let seconds: PartSeconds

        /// What a bucket holds.
        init(_ bucket: StepBucket) {
            (from, to, time, samples) = (bucket.from, bucket.to, bucket.time, bucket.samples)
            (loss, accuracy) = (Values(bucket.loss), Values(bucket.accuracy))
            seconds = bucket.seconds.scaled(by: 1 / Double(bucket.range.count))
        }
    }

    /// Neighbouring evaluations.
    package struct Evaluations: Codable, Hashable, Sendable {
        /// The first epoch, counted from 0, and the one behind the last.
        package let from: UInt64
        package let to: UInt64
        /// Committed steps at the last one.
        package let step: UInt64
        /// When it was closed, unix time in seconds.
        package let time: Double
        package let loss: Values?
        package let accuracy: Values?

        /// What a bucket holds.
        init(_ bucket: EvaluationBucket) {
            (from, to, step, time) = (bucket.from, bucket.to, bucket.step, bucket.time)
            (loss, accuracy) = (Values(bucket.loss), Values(bucket.accuracy))
        }
    }

    /// The id of the newest event that it holds: events behind it bring it up to date.
    package let lastEventId: String
    /// Steps in a full entry of `steps`, a power of two.
    package let width: UInt64
    /// At most 1024, in order.
    package let steps: [Steps]
    /// At most 512, in order.
    package let evaluations: [Evaluations]
    /// In order; of each kind the newest 64 at most.
    package let notes: [RunNote]

    /// What a history holds.
    init(_ history: RunHistory, lastEvent: EventID) {
        lastEventId = "\(lastEvent)"
        width = history.steps.width
        steps = history.steps.buckets.map(Steps.init)
        evaluations = history.evaluations.buckets.map(Evaluations.init)
        notes = history.notes.all
    }
}
