/// The files of a data set in the format of MNIST, each plain or compressed with gzip.
public struct IDXFiles: Hashable, Sendable {
    /// Features of the training split, or of both, (samples, feature shape); the path lies below the data root.
    public var trainingFeatures: String
    /// Labels of the training split, (samples).
    public var trainingLabels: String
    /// Features of the evaluation split, (samples, feature shape); nil where it is split off the training files.
    public var evaluationFeatures: String?
    /// Labels of the evaluation split, (samples); nil likewise.
    public var evaluationLabels: String?

    /// Names the files by their paths below the data root.
    public init(
        trainingFeatures: String, trainingLabels: String, evaluationFeatures: String? = nil,
        evaluationLabels: String? = nil
    ) {
        self.trainingFeatures = trainingFeatures
        self.trainingLabels = trainingLabels
        self.evaluationFeatures = evaluationFeatures
        self.evaluationLabels = evaluationLabels
    }
}
