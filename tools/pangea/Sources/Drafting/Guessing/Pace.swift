/// How a training split of a size is gone through: batches, epochs and rate.
struct Pace {
    let batch: Int
    let microBatch: Int
    let epochs: Int
    /// A learning rate of AdamW.
    let rate: String
    let warmUpSteps: Int
    /// Why so.
    let reason: String

    /// A pace for samples that are cheap to compute: about `steps` steps in all.
    init(
        samples: Int, batches: ClosedRange<Int> = 16...256, steps: Int = 1500, epochs range: ClosedRange<Int>,
        rate: String
    ) {
        var batch = batches.lowerBound
        while batch < batches.upperBound, samples / batch > 60 { batch *= 2 }
        let stepsPerEpoch = max(1, (samples + batch - 1) / batch)
        let epochs = min(range.upperBound, max(range.lowerBound, steps / stepsPerEpoch))
        self.batch = batch
        microBatch = max(1, batch / 4)
        self.epochs = epochs
        self.rate = rate
        warmUpSteps = min(100, stepsPerEpoch * epochs / 20)
        reason =
            "\(stepsPerEpoch) steps an epoch, \(stepsPerEpoch * epochs) in all; four micro-batches a step keep up to 4 trainers busy"
    }
}
