internal import Datasets

extension DatasetDescription {
    /// What samples are made of, for a log: of a table its features in their order, up to a bound.
    var featureWords: String {
        switch preprocessing.input {
        case .images(let images):
            return images.shape.map(String.init).joined(separator: "x")
        case .table(let table):
            let names = table.featureNames
            let shown = names.prefix(64).joined(separator: ", ")
            return names.count > 64 ? "\(names.count): \(shown), …" : "\(names.count): \(shown)"
        case .text(let text):
            return "\(text.context) of \(text.tokenCount) tokens"
        }
    }

    /// What labels are.
    var targetWords: String {
        switch target {
        case .classes(let classes): "\(classes.count) classes"
        case .number(let number): "number \(number.label)"
        case .condition(let label, let condition): "\(label) \(condition.text)"
        case .nextToken: "next token"
        }
    }
}
