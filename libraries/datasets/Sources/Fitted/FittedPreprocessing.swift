/// What was fitted on the training split, and so travels with the model: all that turns raw images, rows or text into a
/// model's input again, and its outputs into words and numbers.
///
/// `json` is its form on the wire and in a model's metadata.
public struct FittedPreprocessing: Hashable, Sendable {
    /// How raw data becomes a model's input.
    public let input: FittedInput
    /// What a model's outputs mean.
    public let target: FittedTarget

    /// Puts it together; nothing is checked before `validate`.
    public init(input: FittedInput, target: FittedTarget) {
        self.input = input
        self.target = target
    }

    /// The shape of one sample, for example [28, 28]; [context] for text.
    public var inputShape: [Int] {
        switch input {
        case .images(let images): images.shape
        case .table(let table): [table.featureCount]
        case .text(let text): [text.context]
        }
    }

    /// The numbers of one sample: the product of the shape, `Int.max` where that overflows.
    public var inputCount: Int { inputShape.saturatingProduct }

    /// The tokens that a sample is made of; nil where it is made of numbers.
    public var tokenCount: Int? {
        guard case .text(let text) = input else { return nil }
        return text.tokenCount
    }

    /// The outputs that a model needs: one a class, one a token at every position, else 1.
    public var outputCount: Int {
        switch target {
        case .classes(let classes): classes.count
        case .number, .condition: 1
        case .nextToken: tokenCount ?? 0
        }
    }
}

extension [Int] {
    /// The product, `Int.max` where it overflows.
    var saturatingProduct: Int {
        reduce(1) { product, size in
            let (count, overflow) = product.multipliedReportingOverflow(by: size)
            return overflow ? .max : count
        }
    }
}
