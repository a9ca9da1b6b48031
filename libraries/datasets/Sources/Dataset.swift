internal import Digests

/// A data set that is read, fitted and kept in memory, from which batches are gathered.
///
/// It takes 1 byte an element of images in bytes, 4 bytes a column and row of a table, 2 bytes a token of text, and 4
/// bytes a label; a split adds 4 bytes a sample. While it is opened, the files' expanded bytes come on top of that, and
/// for text 4 bytes a character.
public final class Dataset: Sendable {
    /// What was asked for.
    public let data: DataDescription
    /// What was found.
    public let description: DatasetDescription
    private let training: SampleStore
    private let evaluation: SampleStore

    /// Reads the files of `data` below the folder `root` and fits the preprocessing, on up to `cores` threads.
    ///
    /// Blocks for as long as that takes; how many cores there are changes nothing in the outcome. Throws a
    /// `DatasetError` that names what is wrong, and where.
    public static func open(
        _ data: DataDescription, root: String, cores: Int, limits: DatasetLimits = DatasetLimits()
    ) throws(DatasetError) -> Dataset {
        try data.validate()
        let root = try DataRoot(root)
        let workers = Workers(count: cores)
        let paths = data.source.paths
        let files = try workers.map(paths.count) { (index) throws(DatasetError) in
            try StoredFile(paths[index], below: root, limits: limits)
        }
        let digests = files.map(\.digest)
        return try Dataset(data, try read(data, files, workers: workers, limits: limits), digests)
    }

    private static func read(
        _ data: DataDescription, _ files: [StoredFile], workers: Workers, limits: DatasetLimits
    ) throws(DatasetError) -> OpenedSplits {
        switch data.source {
        case .idx:
            try IDXReading(data: data, limits: limits).read(files, workers: workers)
        case .csv(let tables):
            try CSVReading(data: data, files: tables, limits: limits).read(files, workers: workers)
        case .text(let text):
            try TextReading(text: text, split: data.split).read(
                training: Array(files.prefix(text.training.count)),
                evaluation: Array(files.dropFirst(text.training.count)), workers: workers)
        }
    }

    private init(_ data: DataDescription, _ splits: OpenedSplits, _ digests: [Digest]) throws(DatasetError) {
        self.data = data
        training = splits.training
        evaluation = splits.evaluation
        description = DatasetDescription(
            digest: try Self.digest(data, digests, splits.preprocessing), trainingSamples: training.count,
            evaluationSamples: evaluation.count, droppedRows: splits.droppedRows,
            preprocessing: splits.preprocessing)
    }

    private static func digest(
        _ data: DataDescription, _ files: [Digest], _ preprocessing: FittedPreprocessing
    ) throws(DatasetError) -> Digest {
        var hash = SHA256()
        hash.update(data.canonicalText)
        for file in files { hash.update("\(file)\n") }
        hash.update(try preprocessing.canonicalText())
        return hash.finalize()
    }

    private func store(_ split: Split) -> SampleStore {
        switch split {
        case .training: training
        case .evaluation: evaluation
        }
    }
}

// MARK: Gathering

extension Dataset {
    /// Writes the features of samples of a split, preprocessed: (samples, features), overwritten.
    ///
    /// Throws `.batch` where `features` has another size, the split hasn't such a sample, or samples are made of tokens.
    public func gather(
        _ split: Split, _ samples: [Int], features: inout MutableSpan<Float>
    ) throws(DatasetError) {
        try store(split).gather(samples, features: &features)
    }

    /// Writes the classes of samples of a split: (samples), overwritten.
    ///
    /// Throws `.batch` as the others do.
    public func gather(
        _ split: Split, _ samples: [Int], classes: inout MutableSpan<UInt32>
    ) throws(DatasetError) {
        try store(split).gather(samples, classes: &classes)
    }

    /// Writes one float a class, 1 for the sample's own and 0 for the others: (samples, classes), overwritten.
    ///
    /// Throws `.batch` as the others do.
    public func gather(
        _ split: Split, _ samples: [Int], oneHot: inout MutableSpan<Float>
    ) throws(DatasetError) {
        try store(split).gather(samples, oneHot: &oneHot)
    }

    /// Writes what a model should put out for samples of a split: a number, standardised where the job asks for that, or
    /// 1 where a condition holds and 0 where not: (samples, 1), overwritten.
    ///
    /// Throws `.batch` as the others do.
    public func gather(
        _ split: Split, _ samples: [Int], values: inout MutableSpan<Float>
    ) throws(DatasetError) {
        try store(split).gather(samples, values: &values)
    }

    /// Writes the tokens of windows of a text, and at each position the one that follows: both (samples, context),
    /// overwritten.
    ///
    /// `draw` says for which epoch, where windows are random; nil stands for consecutive ones, which evaluation has.
    /// Throws `.batch` as the others do.
    public func gather(
        _ split: Split, _ samples: [Int], _ draw: WindowDraw?, tokens: inout MutableSpan<UInt32>,
        next: inout MutableSpan<UInt32>
    ) throws(DatasetError) {
        let draw = split == .training ? draw : nil
        try store(split).gather(samples, draw, tokens: &tokens, next: &next)
    }
}
