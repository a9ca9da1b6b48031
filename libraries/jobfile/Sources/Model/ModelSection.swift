public import Learning

/// A job's model: its layers and its loss, as far as the data doesn't decide them.
public struct ModelSection: Hashable, Sendable {
    /// The layers.
    public let architecture: Architecture
    /// The shape in which the layers take a sample; nil for the data's own.
    public let inputShape: [Int]?
    /// What training makes small; nil for what fits the labels.
    public let loss: LossDescription?

    /// A section of these values; nothing is checked.
    public init(architecture: Architecture, inputShape: [Int]? = nil, loss: LossDescription? = nil) {
        self.architecture = architecture
        self.inputShape = inputShape
        self.loss = loss
    }

    /// The model for samples of this form.
    ///
    /// Throws `invalidDescription` for a layer that doesn't fit, with the shape that it got and the one that it needs, for
    /// outputs other than the labels', and for a loss that takes other labels.
    public func model(for form: SampleForm) throws(LearningError) -> Model {
        let model = try Model(try network(for: form))
        try requireTokens(form, model.description)
        try requireOutputs(form, model)
        return model
    }
}

// What the data decides.
extension ModelSection {
    private func network(for form: SampleForm) throws(LearningError) -> NetworkDescription {
        let input = try input(of: form)
        let outputs = form.labels.count
        let network: NetworkDescription
        switch architecture {
        case .multilayerPerceptron(let hidden):
            let inputs = input.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
            network = .multilayerPerceptron(inputs: inputs, hidden: hidden, outputs: outputs)
        case .lenet(let channels, let kernel, let hidden):
            network = .lenet(
                inputShape: input, channels: channels, kernel: kernel, hidden: hidden, outputs: outputs)
        case .smallResidualNetwork(let widths, let blocks, let groups):
            network = try .smallResidualNetwork(
                inputShape: input, widths: widths, blocks: blocks, groups: groups, outputs: outputs)
        case .gpt(let width, let heads, let layers, let dropout):
            guard let tokens = form.tokenCount, input.count == 1 else {
                throw .invalidDescription(key: "model.gpt", expected: "(positions) of tokens", got: form.text)
            }
            network = try .gpt(
                tokens: tokens, context: input[0], width: width, heads: heads, layers: layers, dropout: dropout)
        case .layers(let layers):
            network = NetworkDescription(inputShape: input, layers: layers)
        }
        return network.with(loss: try loss(for: form.labels))
    }

    /// The shape that the layers take: an image without channels has one.
    private func input(of form: SampleForm) throws(LearningError) -> [Int] {
        guard let inputShape else {
            return form.tokenCount == nil && form.shape.count == 2 ? [1] + form.shape : form.shape
        }
        let counts = [inputShape, form.shape].map {
            $0.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
        }
        guard counts[0] == counts[1] else {
            throw .invalidDescription(
                key: "model.inputShape", expected: "as many numbers as the data's \(form.text) has",
                got: SampleForm.text(inputShape))
        }
        return inputShape
    }

    private func loss(for labels: SampleForm.Labels) throws(LearningError) -> LossDescription {
        let loss = loss ?? labels.loss
        switch (loss, labels) {
        case (.crossEntropy, .classes), (.meanSquaredError, .values), (.meanSquaredError, .conditions),
            (.binaryCrossEntropy, .conditions):
            return loss
        default:
            throw .invalidDescription(
                key: "model.loss", expected: "one that takes the data's labels, \(labels.text)", got: loss.text)
        }
    }
}

// What must hold between data and model.
extension ModelSection {
    private func requireTokens(_ form: SampleForm, _ network: NetworkDescription) throws(LearningError) {
        let first = network.layers.first?.layer
        let key = "model.layers[0].\(first?.kind ?? "")"
        switch (first, form.tokenCount) {
        case (.embedding(let known, _, _)?, let tokens?):
            guard known >= tokens else {
                throw .invalidDescription(
                    key: "\(key).tokens", expected: "at least the \(tokens) tokens of the data", got: "\(known)")
            }
        case (.embedding?, nil):
            throw .invalidDescription(key: key, expected: "(positions) of tokens", got: form.text)
        case (_, _?):
            throw .invalidDescription(key: key, expected: "an embedding, which takes the data's tokens", got: "another")
        default: break
        }
    }

    private func requireOutputs(_ form: SampleForm, _ model: Model) throws(LearningError) {
        let expected = form.tokenCount == nil ? [form.labels.count] : form.shape + [form.labels.count]
        guard model.outputShape == expected else {
            let last = model.description.layers.count - 1
            throw .invalidDescription(
                key: "model.layers[\(last)].\(model.description.layers[last].layer.kind)",
                expected: "an output of \(SampleForm.text(expected)), for \(form.labels.text)",
                got: SampleForm.text(model.outputShape))
        }
    }
}

extension SampleForm {
    /// For example "(28, 28)".
    fileprivate static func text(_ sizes: [Int]) -> String {
        "(" + sizes.map(String.init).joined(separator: ", ") + ")"
    }

    fileprivate var text: String { Self.text(shape) + (tokenCount == nil ? " of numbers" : " of tokens") }
}

extension SampleForm.Labels {
    fileprivate var count: Int {
        switch self {
        case .classes(let count), .values(let count), .conditions(let count): count
        }
    }

    fileprivate var loss: LossDescription {
        switch self {
        case .classes: .crossEntropy()
        case .values: .meanSquaredError
        case .conditions: .binaryCrossEntropy
        }
    }

    fileprivate var text: String {
        switch self {
        case .classes(let count): "\(count) classes"
        case .values(let count): count == 1 ? "1 number" : "\(count) numbers"
        case .conditions(let count): count == 1 ? "1 condition" : "\(count) conditions"
        }
    }
}

extension LossDescription {
    fileprivate var text: String {
        switch self {
        case .crossEntropy: "crossEntropy"
        case .meanSquaredError: "meanSquaredError"
        case .binaryCrossEntropy: "binaryCrossEntropy"
        }
    }
}
