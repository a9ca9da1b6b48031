internal import Digests

/// A data set that is read, fitted and kept in memory, from which batches are gathered.
public final class Dataset: Sendable {
    private struct Samples: Sendable {
        let features: FeatureMatrix
        let labels: [UInt32]
    }

    /// What was asked for.
    public let data: DataDescription
    /// What was found.
    public let description: DatasetDescription
    private let preprocessing: FittedPreprocessing
    private let training: Samples
    private let evaluation: Samples

    /// Reads the files of `data` below the folder `root` and fits the preprocessing, on up to `cores` threads.
    ///
    /// Blocks for as long as that takes; how many cores there are changes nothing in the outcome. Throws a
    /// `DatasetError` that names what is wrong, and where.
    public static func open(
        _ data: DataDescription, root: String, cores: Int, limits: DatasetLimits = DatasetLimits()
    ) throws(DatasetError) -> Dataset {
        let root = try DataRoot(root)
        let workers = Workers(count: cores)
        let paths = data.source.paths
        let files = try workers.map(paths.count) { (index) throws(DatasetError) in
            try StoredFile(paths[index], below: root, limits: limits)
        }
        switch data.source {
        case .idx: return try Dataset(data, idx: files, workers: workers, limits: limits)
        case .csv(let tables): return try Dataset(data, tables, csv: files, workers: workers, limits: limits)
        }
    }

    private convenience init(
        _ data: DataDescription, idx files: [StoredFile], workers: Workers, limits: DatasetLimits
    ) throws(DatasetError) {
        var all: [IDXFile] = []
        for file in files { all.append(try IDXFile(file)) }
        let (trainingFeatures, evaluationFeatures) = (all[0], all[2])
        if data.scaling == .unit {
            try trainingFeatures.requireUnsignedBytes()
            try evaluationFeatures.requireUnsignedBytes()
        }
        guard trainingFeatures.featureShape == evaluationFeatures.featureShape else {
            throw .featureShapes(
                training: files[0].path, trainingFeatures.featureShape, evaluation: files[2].path,
                evaluationFeatures.featureShape)
        }
        let training = Samples(
            features: try trainingFeatures.features(workers: workers),
            labels: try all[1].labels(.limit(classCount: limits.classes)))
        let classCount = Self.classCount(training)
        let evaluation = Samples(
            features: try evaluationFeatures.features(workers: workers),
            labels: try all[3].labels(.training(classCount: classCount)))
        for (samples, features, labels) in [(training, files[0], files[1]), (evaluation, files[2], files[3])]
        where samples.features.sampleCount != samples.labels.count {
            throw .sampleCounts(
                features: features.path, samples.features.sampleCount, labels: labels.path, samples.labels.count)
        }
        self.init(
            data, training, evaluation, shape: trainingFeatures.featureShape, classCount: classCount,
            files: files, workers: workers)
    }

    private convenience init(
        _ data: DataDescription, _ tables: CSVFiles, csv files: [StoredFile], workers: Workers, limits: DatasetLimits
    ) throws(DatasetError) {
        guard data.scaling == .none else { throw .unitScaling(files[0].path, found: "decimal numbers") }
        let trainingTable = try CSVTable(files[0], hasHeader: tables.hasHeader, label: tables.labelColumn)
        let evaluationTable = try CSVTable(files[1], hasHeader: tables.hasHeader, label: tables.labelColumn)
        try evaluationTable.requireColumns(of: trainingTable)
        let (trainingFeatures, trainingLabels) = try trainingTable.samples(
            .limit(classCount: limits.classes), workers: workers)
        let training = Samples(features: trainingFeatures, labels: trainingLabels)
        let classCount = Self.classCount(training)
        let (evaluationFeatures, evaluationLabels) = try evaluationTable.samples(
            .training(classCount: classCount), workers: workers)
        self.init(
            data, training, Samples(features: evaluationFeatures, labels: evaluationLabels),
            shape: [trainingTable.featureCount], classCount: classCount, files: files, workers: workers)
    }

    private init(
        _ data: DataDescription, _ training: Samples, _ evaluation: Samples, shape: [Int], classCount: Int,
        files: [StoredFile], workers: Workers
    ) {
        self.data = data
        self.training = training
        self.evaluation = evaluation
        preprocessing = FittedPreprocessing(fittedTo: training.features, data, workers: workers)
        description = DatasetDescription(
            digest: Self.digest(data, files, preprocessing), trainingSamples: training.labels.count,
            evaluationSamples: evaluation.labels.count, featureShape: shape, classCount: classCount,
            scale: preprocessing.scale, mean: preprocessing.mean, deviation: preprocessing.deviation)
    }

    /// One more than the largest label.
    private static func classCount(_ samples: Samples) -> Int { Int(samples.labels.max() ?? 0) + 1 }

    private static func digest(
        _ data: DataDescription, _ files: [StoredFile], _ preprocessing: FittedPreprocessing
    ) -> Digest {
        var hash = SHA256()
        hash.update(data.canonicalText)
        for file in files { hash.update("\(file.digest)\n") }
        for (name, values) in [
            ("scale", [preprocessing.scale]), ("mean", preprocessing.mean), ("deviation", preprocessing.deviation),
        ] {
            hash.update("\(name) \(values.map { String($0.bitPattern, radix: 16) }.joined(separator: " "))\n")
        }
        return hash.finalize()
    }

    /// Writes samples of a split, preprocessed, with the classes that they are of.
    ///
    /// `features` is (samples, features), `labels` one a sample, both overwritten. Throws `.batch` where they have
    /// another size, or the split hasn't such a sample.
    public func gather(
        _ split: Split, _ sampleIds: [Int], features: inout MutableSpan<Float>, labels: inout MutableSpan<UInt32>
    ) throws(DatasetError) {
        let samples = try samples(split, sampleIds, featureSpace: features.count)
        guard labels.count == sampleIds.count else {
            throw .batch(.labels(expectedBytes: sampleIds.count * 4, foundBytes: labels.count * 4))
        }
        samples.features.gather(sampleIds, preprocessing, into: &features)
        for (row, sample) in sampleIds.enumerated() { labels[row] = samples.labels[sample] }
    }

    /// Writes samples of a split, preprocessed, with one float a class: 1 for the sample's own and 0 for the others.
    ///
    /// `features` is (samples, features), `oneHot` (samples, classes), both overwritten. Throws as the other one does.
    public func gather(
        _ split: Split, _ sampleIds: [Int], features: inout MutableSpan<Float>, oneHot: inout MutableSpan<Float>
    ) throws(DatasetError) {
        let samples = try samples(split, sampleIds, featureSpace: features.count)
        let classCount = description.classCount
        guard oneHot.count == sampleIds.count * classCount else {
            throw .batch(.labels(expectedBytes: sampleIds.count * classCount * 4, foundBytes: oneHot.count * 4))
        }
        samples.features.gather(sampleIds, preprocessing, into: &features)
        for (row, sample) in sampleIds.enumerated() {
            for label in 0..<classCount { oneHot[row * classCount + label] = 0 }
            oneHot[row * classCount + Int(samples.labels[sample])] = 1
        }
    }

    private func samples(
        _ split: Split, _ sampleIds: [Int], featureSpace: Int
    ) throws(DatasetError) -> Samples {
        let samples = split == .training ? training : evaluation
        let featureCount = samples.features.featureCount
        guard featureSpace == sampleIds.count * featureCount else {
            throw .batch(.features(expected: sampleIds.count * featureCount, found: featureSpace))
        }
        for sample in sampleIds where !samples.labels.indices.contains(sample) {
            throw .batch(.sample(sample, count: samples.labels.count))
        }
        return samples
    }
}
