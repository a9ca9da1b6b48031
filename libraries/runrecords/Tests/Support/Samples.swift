import RunRecords

/// Values for tests.
enum Samples {
    static func step(_ step: UInt64, loss: Double = 1, accuracy: Double = 0.5) -> StepRecord {
        StepRecord(
            step: step, samples: 4, loss: loss, accuracy: accuracy,
            seconds: PartSeconds(wait: 0.5, compute: 0.25, reduce: 0.125, send: 0.0625))
    }

    static func bucket(_ step: UInt64, loss: Double = 1) -> StepBucket {
        StepBucket(Self.step(step, loss: loss), time: Double(step))
    }
}
