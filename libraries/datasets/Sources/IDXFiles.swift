/// The four files of a data set in the format of MNIST, each plain or compressed with gzip.
public struct IDXFiles: Hashable, Sendable {
    /// Features of the training split, (samples, feature shape); the path lies below the data root.
    public var trainingFeatures: String
    /// Labels of the training split, (samples).
    public var trainingLabels: String
    /// Features of the evaluation split, (samples, feature shape).
    public var evaluationFeatures: String
    /// Labels of the evaluation split, (samples).
    public var evaluationLabels: String

    /// Names the four files by their paths below the data root.
    public init(
        trainingFeatures: String, trainingLabels: String, evaluationFeatures: String, evaluationLabels: String
    ) {
        self.trainingFeatures = trainingFeatures
        self.trainingLabels = trainingLabels
        self.evaluationFeatures = evaluationFeatures
        self.evaluationLabels = evaluationLabels
    }
}
