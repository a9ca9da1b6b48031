/// What a run is, fixed before its first step.
package struct RunFacts: Codable, Hashable, Sendable {
    /// The job's name.
    package let name: String
    /// Of every random number of the run.
    package let seed: UInt64
    /// Parameters of the model.
    package let parameters: Int
    /// Samples of the training split.
    package let trainingSamples: Int
    /// Samples of the evaluation split.
    package let evaluationSamples: Int
    /// Samples in a full step.
    package let batch: Int
    /// Samples in a full micro-batch.
    package let microBatch: Int
    /// How often the training split is gone through.
    package let epochs: UInt64
    /// Steps of one epoch.
    package let stepsPerEpoch: Int
    /// Steps of the whole run.
    package let stepCount: UInt64
    /// The accuracy that the job asks for, 0 to 1, if it does.
    package let targetAccuracy: Double?
    /// Names the data.
    package let dataset: String

    /// All of it.
    package init(
        name: String, seed: UInt64, parameters: Int, trainingSamples: Int, evaluationSamples: Int, batch: Int,
        microBatch: Int, epochs: UInt64, stepsPerEpoch: Int, stepCount: UInt64, targetAccuracy: Double?, dataset: String
    ) {
        self.name = name
        self.seed = seed
        self.parameters = parameters
        self.trainingSamples = trainingSamples
        self.evaluationSamples = evaluationSamples
        self.batch = batch
        self.microBatch = microBatch
        self.epochs = epochs
        self.stepsPerEpoch = stepsPerEpoch
        self.stepCount = stepCount
        self.targetAccuracy = targetAccuracy
        self.dataset = dataset
    }
}
