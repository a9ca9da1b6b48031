/// A job's data section: which files make up the data set, and what is done to them.
public struct DataDescription: Hashable, Sendable {
    /// The files and their format.
    public var source: DataSource
    /// What raw features are multiplied by.
    public var scaling: Scaling
    /// What is fitted on the training split and applied behind the scaling.
    public var standardisation: Standardisation
    /// How batches carry labels.
    public var labels: LabelEncoding

    /// Describes a data set; the paths are not looked at before it is opened.
    public init(
        source: DataSource, scaling: Scaling = .none, standardisation: Standardisation = .none,
        labels: LabelEncoding = .classIndex
    ) {
        self.source = source
        self.scaling = scaling
        self.standardisation = standardisation
        self.labels = labels
    }
}
