extension LearningError: CustomStringConvertible {
    /// The operation or key, what was expected and what came, in one line fit for a log.
    public var description: String {
        switch self {
        case .invalidDescription(let key, let expected, let got):
            "\(key): expected \(expected), got \(got)"
        case .countMismatch(let operation, let argument, let expected, let got):
            "\(operation): \(argument): expected \(expected) elements, got \(got)"
        case .labelOutOfRange(let sample, let label, let classCount):
            "labels: sample \(sample): expected a class below \(classCount), got \(label)"
        case .labelNotOneHot(let sample, let classCount):
            "labels: sample \(sample): expected a single 1 among \(classCount) classes and 0 elsewhere, got another row"
        case .labelKindMismatch(let expected, let got):
            "labels: expected \(expected), got \(got)"
        case .tokenOutOfRange(let index, let token, let tokens):
            "features: element \(index): expected a whole number below \(tokens), got \(token)"
        case .sampleKeysMismatch(let expected, let got):
            "sample keys: expected those of \(expected) samples, got \(got)"
        case .numericsNotInForce(let expected, let got):
            "numerics: expected \(expected), got \(got)"
        }
    }
}
