/// What an epoch came to.
public struct EpochResult: Hashable, Sendable, Codable {
    /// Counted from 0.
    public let epoch: UInt64
    /// Mean loss a sample over the epoch's steps, each at its own parameters.
    public let trainingLoss: Double
    /// Share of the predictions on the training samples that were right, likewise; 0 of a model that says numbers.
    public let trainingAccuracy: Double
    /// Mean loss a sample of the evaluation split, after the epoch.
    public let evaluationLoss: Double
    /// Share of the predictions on the evaluation split that are right, after the epoch, likewise.
    public let evaluationAccuracy: Double
    /// Mean absolute error of the evaluation split, after the epoch, where the model says numbers.
    public let evaluationError: Double?

    /// An epoch as it was closed.
    public init(
        epoch: UInt64, trainingLoss: Double, trainingAccuracy: Double, evaluationLoss: Double,
        evaluationAccuracy: Double, evaluationError: Double?
    ) {
        self.epoch = epoch
        self.trainingLoss = trainingLoss
        self.trainingAccuracy = trainingAccuracy
        self.evaluationLoss = evaluationLoss
        self.evaluationAccuracy = evaluationAccuracy
        self.evaluationError = evaluationError
    }
}
