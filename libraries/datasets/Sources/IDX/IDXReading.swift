/// How the files of a data set in the format of MNIST become samples.
struct IDXReading {
    let data: DataDescription
    let limits: DatasetLimits

    /// The two splits, and what was fitted.
    func read(_ stored: [StoredFile], workers: Workers) throws(DatasetError) -> OpenedSplits {
        let (features, labels) = (try IDXFile(stored[0]), try IDXFile(stored[1]))
        if data.scaling == .unit { try features.requireUnsignedBytes() }
        let training = RawImages(
            matrix: try features.features(workers: workers),
            labels: try labels.labels(.limit(classCount: limits.classes)))
        try training.requireEqualCounts(features.path, labels.path)
        guard data.split == .files else { return try split(training, features, labels, workers: workers) }
        let (evaluationFeatures, evaluationLabels) = (try IDXFile(stored[2]), try IDXFile(stored[3]))
        if data.scaling == .unit { try evaluationFeatures.requireUnsignedBytes() }
        guard features.featureShape == evaluationFeatures.featureShape else {
            throw .featureShapes(
                training: features.path, features.featureShape, evaluation: evaluationFeatures.path,
                evaluationFeatures.featureShape)
        }
        let rows = RowSelection.contiguous(0..<training.labels.count)
        let preprocessing = fit(training, rows, shape: features.featureShape, workers: workers)
        let evaluation = RawImages(
            matrix: try evaluationFeatures.features(workers: workers),
            labels: try evaluationLabels.labels(.training(classCount: preprocessing.outputCount)))
        try evaluation.requireEqualCounts(evaluationFeatures.path, evaluationLabels.path)
        return OpenedSplits(
            training: training.store(rows, preprocessing),
            evaluation: evaluation.store(.contiguous(0..<evaluation.labels.count), preprocessing),
            preprocessing: preprocessing, droppedRows: 0)
    }

    private func split(
        _ images: RawImages, _ features: IDXFile, _ labels: IDXFile, workers: Workers
    ) throws(DatasetError) -> OpenedSplits {
        let parts = try data.split.parts(of: images.labels.count, features.path)
        let preprocessing = fit(images, parts.training, shape: features.featureShape, workers: workers)
        let classCount = preprocessing.outputCount
        for sample in 0..<parts.evaluation.count {
            let row = parts.evaluation[sample]
            guard images.labels[row] >= classCount else { continue }
            throw .idx(
                labels.path,
                .label(sample: row, .unseen(classes: classCount, found: "\(images.labels[row])")))
        }
        let store = images.store(parts.training, preprocessing)
        return OpenedSplits(
            training: store, evaluation: store.selecting(parts.evaluation), preprocessing: preprocessing,
            droppedRows: 0)
    }

    private func fit(
        _ images: RawImages, _ rows: RowSelection, shape: [Int], workers: Workers
    ) -> FittedPreprocessing {
        let largest = (0..<rows.count).reduce(0) { max($0, images.labels[rows[$1]]) }
        return FittedPreprocessing(
            input: .images(
                ImageFit(data: data, matrix: images.matrix, rows: rows, workers: workers).images(shape: shape)),
            target: .classes(FittedClasses(count: Int(largest) + 1)))
    }
}

/// Images as a file has them, with their classes.
private struct RawImages {
    let matrix: FeatureMatrix
    let labels: [UInt32]

    func requireEqualCounts(_ features: String, _ labels: String) throws(DatasetError) {
        guard matrix.rowCount == self.labels.count else {
            throw .sampleCounts(features: features, matrix.rowCount, labels: labels, self.labels.count)
        }
    }

    func store(_ rows: RowSelection, _ preprocessing: FittedPreprocessing) -> SampleStore {
        guard case .images(let images) = preprocessing.input else {
            preconditionFailure("IDXReading: what is fitted to images is images")
        }
        return SampleStore(
            inputs: .images(matrix, byteTable: images.byteTable), labels: .classes(labels), rows: rows,
            preprocessing: preprocessing)
    }
}
