import Learning
import Testing

/// A small network that has some of the layers.
struct NetworkExample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let network: NetworkDescription

    init(_ name: String, _ inputShape: [Int], _ layers: [NamedLayer]) {
        testDescription = name
        network = NetworkDescription(inputShape: inputShape, layers: layers)
    }

    private init(_ name: String, _ network: NetworkDescription) {
        testDescription = name
        self.network = network
    }

    /// Linear layers with ReLU between them, called "fc1" and so on.
    static func perceptron(inputs: Int, hidden: [Int], outputs: Int) -> NetworkDescription {
        let layers = (hidden + [outputs]).enumerated().flatMap { index, width in
            [NamedLayer(.linear(outputs: width), name: "fc\(index + 1)"), NamedLayer(.activation(.relu))]
        }
        return NetworkDescription(inputShape: [inputs], layers: layers.dropLast())
    }

    /// Together they have every layer.
    static func all() throws -> [NetworkExample] {
        let activations = Activation.allCases.flatMap {
            [NamedLayer(.linear(outputs: 6)), NamedLayer(.activation($0)), NamedLayer(.rmsNorm(epsilon: 1e-3))]
        }
        return [
            NetworkExample(
                "activations", [5], activations + [NamedLayer(.softmax), NamedLayer(.linear(outputs: 3, bias: false))]),
            NetworkExample("mlp", perceptron(inputs: 4, hidden: [3], outputs: 2)),
            NetworkExample(
                "lenet", .lenet(inputShape: [2, 12, 12], channels: [3, 4], kernel: 3, hidden: 5, outputs: 3)),
            NetworkExample(
                "resnet-small",
                try .smallResidualNetwork(inputShape: [3, 8, 8], widths: [4, 6], blocks: 2, groups: 2, outputs: 3)),
            NetworkExample("gpt", try .gpt(tokens: 7, context: 5, width: 8, heads: 2, layers: 2, dropout: 0.5)),
            NetworkExample(
                "sequence", [3, 4],
                [
                    NamedLayer(.residual(body: [NamedLayer(.linear(outputs: 4)), NamedLayer(.activation(.gelu))])),
                    NamedLayer(.causalSelfAttention(heads: 1)), NamedLayer(.layerNorm()), NamedLayer(.flatten),
                    NamedLayer(.sequential([NamedLayer(.linear(outputs: 2))]), name: "end"),
                ]),
            NetworkExample(
                "images", [1, 7, 6],
                [
                    NamedLayer(.convolution(channels: 4, kernel: 3, stride: 2, padding: 1)),
                    NamedLayer(.groupNorm(groups: 2)), NamedLayer(.averagePooling(kernel: 2, stride: 1)),
                    NamedLayer(.flatten), NamedLayer(.linear(outputs: 2)),
                ]),
        ]
    }
}
