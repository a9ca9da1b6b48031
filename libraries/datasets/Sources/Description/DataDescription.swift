/// A job's data section: which files make up the data set, and what is done to them.
public struct DataDescription: Hashable, Sendable {
    /// The files and their format.
    public var source: DataSource
    /// Where the evaluation split comes from.
    public var split: SplitRule
    /// What raw features are multiplied by.
    public var scaling: Scaling
    /// What is fitted on the training split and applied behind the scaling.
    public var standardisation: Standardisation
    /// How batches carry classes.
    public var labels: LabelEncoding

    /// Describes a data set; the paths are not looked at before it is opened.
    public init(
        source: DataSource, split: SplitRule = .files, scaling: Scaling = .none,
        standardisation: Standardisation = .none, labels: LabelEncoding = .classIndex
    ) {
        self.source = source
        self.split = split
        self.scaling = scaling
        self.standardisation = standardisation
        self.labels = labels
    }

    /// Throws `.description` for the first value that is out of bounds or contradicts another.
    ///
    /// What only the files can tell is checked when they are opened.
    public func validate() throws(DatasetError) {
        try split.validate()
        switch source {
        case .idx(let files):
            guard (files.evaluationFeatures == nil) == (files.evaluationLabels == nil) else {
                throw .description(
                    key: "idx", expected: "both or neither of evaluationFeatures and evaluationLabels", found: "one")
            }
            try validateSplit(hasFiles: files.evaluationFeatures != nil)
        case .csv(let files):
            try files.validate()
            try validateSplit(hasFiles: files.evaluation != nil)
        case .text(let files):
            try files.validate()
            try validateSplit(hasFiles: !files.evaluation.isEmpty)
            try validateText(files)
        }
    }

    private func validateSplit(hasFiles: Bool) throws(DatasetError) {
        guard hasFiles == (split == .files) else {
            throw .description(
                key: "split", expected: "either a file to evaluate on or a split of the training file",
                found: hasFiles ? "both" : "neither")
        }
    }

    private func validateText(_ files: TextFiles) throws(DatasetError) {
        guard scaling == .none else {
            throw .description(key: "scaling", expected: "none for text", found: scaling.rawValue)
        }
        guard standardisation == .none else {
            throw .description(key: "standardisation", expected: "none for text", found: standardisation.rawValue)
        }
        guard labels == .classIndex else {
            throw .description(key: "labels", expected: "classIndex for text", found: labels.rawValue)
        }
        if case .seeded = split, files.windows == .random {
            throw .description(
                key: "text.windows", expected: "consecutive with a seeded split, which is one of windows",
                found: "random")
        }
    }
}
