/// The files of a data set and their format.
public enum DataSource: Hashable, Sendable {
    /// The format of MNIST.
    case idx(IDXFiles)
    /// Comma-separated values.
    case csv(CSVFiles)
    /// Text in UTF-8.
    case text(TextFiles)

    /// The paths of all files below the data root, in the order in which they enter the digest.
    public var paths: [String] {
        switch self {
        case .idx(let files):
            [files.trainingFeatures, files.trainingLabels, files.evaluationFeatures, files.evaluationLabels]
                .compactMap(\.self)
        case .csv(let files):
            [files.training, files.evaluation].compactMap(\.self)
        case .text(let files):
            files.training + files.evaluation
        }
    }
}
