import Learning
import Testing

@Suite struct NetworkBuilderTests {
    struct Refusal: Sendable {
        let shape: [Int]
        let layers: [LayerDescription]
        var loss = LossDescription.crossEntropy()
        let message: String
    }

    @Test(arguments: [
        Refusal(
            shape: [784], layers: [.convolution(channels: 2, kernel: 3)],
            message: "model.layers[0].convolution: expected (channels, height, width), got (784)"),
        Refusal(
            shape: [1, 4, 4], layers: [.convolution(channels: 2, kernel: 3), .linear(outputs: 3)],
            message: "model.layers[1].linear: expected (features) or (positions, features), got (2, 2, 2)"),
        Refusal(
            shape: [1, 4, 4], layers: [.convolution(channels: 2, kernel: 5)],
            message:
                "model.layers[0].convolution.kernel: expected at most the 4 x 4 of (1, 4, 4) with its padding, got 5"),
        Refusal(
            shape: [1, 4, 4], layers: [.convolution(channels: 2, kernel: 2, padding: 2)],
            message:
                "model.layers[0].convolution.padding: expected a padding of at least 0 and less than the kernel of 2, "
                + "got 2"),
        Refusal(
            shape: [1, 4, 4], layers: [.maxPooling(kernel: 2, stride: 0)],
            message: "model.layers[0].maxPooling.stride: expected a size in 1...16777216, got 0"),
        Refusal(
            shape: [6, 4, 4], layers: [.groupNorm(groups: 4)],
            message: "model.layers[0].groupNorm.groups: expected a divisor of the 6 channels of (6, 4, 4), got 4"),
        Refusal(
            shape: [5, 10], layers: [.causalSelfAttention(heads: 3)],
            message:
                "model.layers[0].causalSelfAttention.heads: expected a divisor of the 10 features of (5, 10), got 3"),
        Refusal(
            shape: [5], layers: [.causalSelfAttention(heads: 3)],
            message: "model.layers[0].causalSelfAttention: expected (positions, features), got (5)"),
        Refusal(
            shape: [5], layers: [.linear(outputs: 3), .embedding(tokens: 4, width: 2)],
            message: "model.layers[1].embedding: expected to be the first layer, on (positions) of tokens, got layer 2"),
        Refusal(
            shape: [5],
            layers: [
                .linear(outputs: 4),
                .residual(body: [NamedLayer(.activation(.relu)), NamedLayer(.linear(outputs: 3))]),
            ],
            message: "model.layers[1].residual: expected a body that ends with the shortcut's shape (4), got (3)"),
        Refusal(
            shape: [5], layers: [.residual(body: [NamedLayer(.flatten)])],
            message: "model.layers[0].residual.body: expected at least one layer that computes, got none"),
        Refusal(
            shape: [5], layers: [.residual(body: [NamedLayer(.linear(outputs: 0))])],
            message: "model.layers[0].residual.body[0].linear.outputs: expected a size in 1...16777216, got 0"),
        Refusal(
            shape: [5], layers: [.dropout(probability: 1)],
            message: "model.layers[0].dropout.probability: expected a number in [0, 1), got 1.0"),
        Refusal(
            shape: [5], layers: [.layerNorm(epsilon: 0)],
            message: "model.layers[0].layerNorm.epsilon: expected a number above 0 that a float can hold, got 0.0"),
        Refusal(
            shape: [5], layers: [.activation(.relu)],
            message: "model.layers: expected at least one layer with parameters, got none"),
        Refusal(
            shape: [5, 0], layers: [.linear(outputs: 3)],
            message: "model.inputShape: expected one to three sizes of at least 1 and a product of at most 268435456, "
                + "got (5, 0)"),
        Refusal(
            shape: [1 << 24], layers: [.linear(outputs: 1 << 24)],
            message: "model.layers[0].linear: expected at most 4294967296 parameters up to here, "
                + "got 0.weight of (16777216, 16777216)"),
        Refusal(
            shape: [5], layers: [.linear(outputs: 1)],
            message: "model.loss.crossEntropy: expected (classes) or (positions, classes), 2 classes at least, got (1)"),
        Refusal(
            shape: [5, 2], layers: [.linear(outputs: 3)], loss: .meanSquaredError,
            message: "model.loss: expected (outputs), got (5, 3)"),
        Refusal(
            shape: [5], layers: [.linear(outputs: 3)], loss: .crossEntropy(labelSmoothing: 1),
            message: "model.loss.labelSmoothing: expected a number in [0, 1), got 1.0"),
    ])
    func `a layer that doesn't fit is named, with the shape it got and the one it needs`(refusal: Refusal) {
        let layers = refusal.layers.map { NamedLayer($0) }
        let error = #expect(throws: LearningError.self) {
            try Model(NetworkDescription(inputShape: refusal.shape, layers: layers, loss: refusal.loss))
        }
        #expect(error?.description == refusal.message)
    }

    @Test(arguments: [("a.b", "a.b"), ("", ""), ("1", "1")])
    func `a name that is no part of a tensor's name, or another layer's, is refused`(name: String, got: String) {
        let layers = [NamedLayer(.linear(outputs: 3), name: name), NamedLayer(.linear(outputs: 3))]
        let error = #expect(throws: LearningError.self) {
            try Model(NetworkDescription(inputShape: [4], layers: layers))
        }
        let index = name == "1" ? 1 : 0
        #expect(
            error?.description == "model.layers[\(index)].name: expected a name of its own without dots, got \"\(got)\""
        )
    }

    @Test func `tensors are called and shaped as PyTorch's, and start as they do`() throws {
        let layers = [
            NamedLayer(.convolution(channels: 6, kernel: 3), name: "stem"), NamedLayer(.groupNorm(groups: 2)),
            NamedLayer(
                .residual(
                    body: [NamedLayer(.convolution(channels: 6, kernel: 1, bias: false))],
                    shortcut: [NamedLayer(.convolution(channels: 6, kernel: 1))])),
            NamedLayer(.flatten), NamedLayer(.sequential([NamedLayer(.rmsNorm()), NamedLayer(.linear(outputs: 3))])),
        ]
        let layout = try Model(NetworkDescription(inputShape: [2, 4, 4], layers: layers)).layout
        #expect(
            layout.entries.map(\.name) == [
                "stem.weight", "stem.bias", "1.weight", "1.bias", "2.body.0.weight", "2.shortcut.0.weight",
                "2.shortcut.0.bias", "4.0.weight", "4.1.weight", "4.1.bias",
            ])
        #expect(layout.entries[0].shape == [6, 2, 3, 3])
        #expect(layout.entries[0].initialisation == .uniform(bound: Float(1 / 18.0.squareRoot())))
        #expect(layout.entries[2].initialisation == .constant(1) && layout.entries[3].initialisation == .constant(0))
    }

    @Test func `an embedding starts from normal numbers of its deviation`() throws {
        let layers = [NamedLayer(.embedding(tokens: 500, width: 40, deviation: 0.5)), NamedLayer(.linear(outputs: 2))]
        let model = try Model(NetworkDescription(inputShape: [3], layers: layers))
        let values = model.initialParameters(seed: 3).array[model.layout.entries[0].range].map(Double.init)
        let mean = values.reduce(0, +) / 20_000
        let variance = values.reduce(0) { $0 + $1 * $1 } / 20_000
        let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 20_000
        #expect(abs(mean) < 0.01 && abs(variance - 0.25) < 0.01 && abs(fourth / (variance * variance) - 3) < 0.15)
    }
}
