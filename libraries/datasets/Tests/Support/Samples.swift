import Datasets

/// Two images of 2 x 2 bytes and one more to evaluate on, as IDX.
enum Samples {
    static let images: [UInt8] = [0, 51, 102, 255, 10, 20, 30, 40]
    static let description = DataDescription(
        source: .idx(
            IDXFiles(
                trainingFeatures: "x", trainingLabels: "y", evaluationFeatures: "ex", evaluationLabels: "ey")))

    static func folder() throws -> DataFolder {
        let folder = try DataFolder()
        try folder.write(idxBytes([2, 2, 2], images), to: "x")
        try folder.write(idxBytes([2], [1, 2]), to: "y")
        try folder.write(idxBytes([1, 2, 2], [1, 2, 3, 4]), to: "ex")
        try folder.write(idxBytes([1], [0]), to: "ey")
        return folder
    }

    static func csv(_ training: String, _ evaluation: String, header: Bool = true, label: String = "y") throws
        -> Dataset
    {
        let folder = try DataFolder()
        try folder.write(training, to: "t.csv")
        try folder.write(evaluation, to: "e.csv")
        return try Dataset.open(table(header: header, label: label), root: folder.root, cores: 2)
    }

    static func table(header: Bool = true, label: String = "y") -> DataDescription {
        DataDescription(
            source: .csv(CSVFiles(training: "t.csv", evaluation: "e.csv", hasHeader: header, labelColumn: label)))
    }
}

extension Dataset {
    /// Samples with their labels, as arrays.
    func samples(_ split: Split, _ ids: [Int]) throws -> (features: [Float], labels: [UInt32]) {
        var labels = [UInt32](repeating: .max, count: ids.count)
        var labelSpan = labels.mutableSpan
        try gather(split, ids, classes: &labelSpan)
        return (try features(split, ids), labels)
    }

    func features(_ split: Split, _ ids: [Int]) throws -> [Float] {
        var features = [Float](repeating: .nan, count: ids.count * description.featureCount)
        var span = features.mutableSpan
        try gather(split, ids, features: &span)
        return features
    }

    /// What a model should put out for samples.
    func values(_ split: Split, _ ids: [Int]) throws -> [Float] {
        var values = [Float](repeating: .nan, count: ids.count)
        var span = values.mutableSpan
        try gather(split, ids, values: &span)
        return values
    }

    /// Windows of a text, and what follows.
    func windows(_ split: Split, _ ids: [Int], _ draw: WindowDraw? = nil) throws -> (tokens: [UInt32], next: [UInt32]) {
        var tokens = [UInt32](repeating: .max, count: ids.count * description.featureCount)
        var next = tokens
        var tokenSpan = tokens.mutableSpan
        var nextSpan = next.mutableSpan
        try gather(split, ids, draw, tokens: &tokenSpan, next: &nextSpan)
        return (tokens, next)
    }

    var images: FittedImages? {
        if case .images(let images) = description.preprocessing.input { images } else { nil }
    }

    var table: FittedTable? {
        if case .table(let table) = description.preprocessing.input { table } else { nil }
    }

    var text: FittedText? {
        if case .text(let text) = description.preprocessing.input { text } else { nil }
    }
}
