/// Why a data set can't be read, or a batch of it can't be gathered.
///
/// Paths are as the job wrote them, relative to the data root.
public enum DatasetError: Error, Hashable, Sendable {
    /// The data root itself can't be used.
    case root(String, FileProblem)
    /// A path that must not be followed.
    case path(String, PathProblem)
    /// A file that can't be read.
    case file(String, FileProblem)
    /// A file that is not sound gzip, or too much of it.
    case gzip(String, GzipProblem)
    /// A file that is not sound IDX, or not of the expected kind.
    case idx(String, IDXProblem)
    /// A table that can't be read, and where.
    case csv(String, TextPosition, CSVProblem)
    /// A table whose columns are not those that the job asks for.
    case columns(String, ColumnProblem)
    /// A description that is out of bounds or contradicts itself; `key` is the job file's, below `data`.
    case description(key: String, expected: String, found: String)
    /// A fitted preprocessing that can't be used.
    case preprocessing(PreprocessingProblem)
    /// A text that can't be read, and where.
    case text(String, TextPosition, TextProblem)
    /// Training files with too few samples, or tokens, to split some off.
    case tooFewToSplit(String, found: Int)
    /// Files with more samples than can be counted.
    case tooManySamples(String, found: Int)
    /// Data that is of another kind than the model was trained on.
    case kind(String, expected: String, found: String)
    /// A file without any sample.
    case noSamples(String)
    /// Features and labels that don't belong together: (path, samples) of each.
    case sampleCounts(features: String, Int, labels: String, Int)
    /// Samples of the two splits that differ in shape.
    case featureShapes(training: String, [Int], evaluation: String, [Int])
    /// Unit scaling of features that are no unsigned bytes but of type `found`.
    case unitScaling(String, found: String)
    /// A batch that can't be gathered.
    case batch(BatchProblem)
}
