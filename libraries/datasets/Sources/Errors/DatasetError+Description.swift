extension DatasetError: CustomStringConvertible {
    /// The thing, what was expected and what came, fit for a user and a log.
    public var description: String {
        switch self {
        case .root(let path, let problem):
            "data root \"\(path)\": \(problem)"
        case .path(let path, let problem):
            "data path \"\(path)\": \(problem)"
        case .file(let path, let problem):
            "data file \"\(path)\": \(problem)"
        case .gzip(let path, let problem):
            "data file \"\(path)\": \(problem)"
        case .idx(let path, let problem):
            "data file \"\(path)\": \(problem)"
        case .csv(let path, let position, let problem):
            "data file \"\(path)\", \(position): \(problem)"
        case .columns(let path, let problem):
            "data file \"\(path)\": \(problem)"
        case .noSamples(let path):
            "data file \"\(path)\": expected at least one sample, found none"
        case .sampleCounts(let features, let featureCount, let labels, let labelCount):
            "data file \"\(labels)\": expected \(featureCount) labels for the samples of \"\(features)\", "
                + "found \(labelCount)"
        case .featureShapes(let training, let expected, let evaluation, let found):
            "data file \"\(evaluation)\": expected samples of shape \(expected) as in \"\(training)\", found \(found)"
        case .unitScaling(let path, let found):
            "data file \"\(path)\": expected unsigned bytes for the scaling \"unit\", found \(found)"
        case .description(let key, let expected, let found):
            "data.\(key): expected \(expected), found \(found)"
        case .preprocessing(let problem):
            "preprocessing: \(problem)"
        case .text(let path, let position, let problem):
            "data file \"\(path)\", \(position): \(problem)"
        case .tooFewToSplit(let path, let found):
            "data file \"\(path)\": expected enough to split some off for evaluation, found \(found)"
        case .tooManySamples(let path, let found):
            "data file \"\(path)\": expected fewer than 2^32 samples, found \(found)"
        case .kind(let path, let expected, let found):
            "data file \"\(path)\": expected \(expected), as the model was trained on, found \(found)"
        case .batch(let problem):
            "gather: \(problem)"
        }
    }
}
