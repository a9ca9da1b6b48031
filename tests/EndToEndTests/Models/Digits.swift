import Datasets

/// The digits that the repository ships, as a model takes them.
struct Digits {
    let features: [Float]
    let labels: [UInt32]

    /// All of the evaluation split.
    static func evaluation() throws -> Digits {
        let dataset = try Dataset.open(SingleStepTests.data, root: Products.data, cores: 1)
        let count = dataset.description.evaluationSamples
        var features = [Float](repeating: 0, count: count * 64)
        var labels = [UInt32](repeating: 0, count: count)
        var featureSpan = features.mutableSpan
        var labelSpan = labels.mutableSpan
        try dataset.gather(.evaluation, Array(0..<count), features: &featureSpan)
        try dataset.gather(.evaluation, Array(0..<count), classes: &labelSpan)
        return Digits(features: features, labels: labels)
    }
}
