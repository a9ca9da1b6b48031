import JobFile
import Learning
import Testing

@Suite struct ModelSectionTests {
    static let image = SampleForm(shape: [28, 28], labels: .classes(10))
    static let table = SampleForm(shape: [64], labels: .classes(10))
    static let numbers = SampleForm(shape: [5], labels: .values(1))
    static let conditions = SampleForm(shape: [5], labels: .conditions(1))
    static let text = SampleForm(shape: [32], tokenCount: 65, labels: .classes(65))

    static func layers(_ layers: LayerDescription...) -> Architecture { .layers(layers.map { NamedLayer($0) }) }

    @Test(
        arguments: [
            (ModelSection(architecture: .multilayerPerceptron(hidden: [3])), image, [784], [10]),
            (ModelSection(architecture: .lenet(channels: [4, 8], kernel: 5, hidden: 16)), image, [1, 28, 28], [10]),
            (
                ModelSection(architecture: .lenet(channels: [4], kernel: 3, hidden: 16), inputShape: [1, 8, 8]), table,
                [1, 8, 8], [10]
            ),
            (
                ModelSection(architecture: .smallResidualNetwork(widths: [8, 16], blocks: 1, groups: 4)), image,
                [1, 28, 28], [10]
            ),
            (ModelSection(architecture: .gpt(width: 8, heads: 2, layers: 1, dropout: 0.1)), text, [32], [32, 65]),
            (ModelSection(architecture: layers(.flatten, .linear(outputs: 10))), image, [1, 28, 28], [10]),
            (
                ModelSection(architecture: layers(.embedding(tokens: 70, width: 4), .linear(outputs: 65))), text, [32],
                [32, 65]
            ),
        ] as [(ModelSection, SampleForm, [Int], [Int])])
    func `the data decides inputs and outputs`(
        section: ModelSection, form: SampleForm, input: [Int], output: [Int]
    ) throws {
        let model = try section.model(for: form)
        #expect(model.description.inputShape == input && model.outputShape == output)
        #expect(model.description.loss == .crossEntropy())
    }

    @Test(
        arguments: [
            (nil, image, .crossEntropy()), (nil, numbers, .meanSquaredError), (nil, conditions, .binaryCrossEntropy),
            (.crossEntropy(labelSmoothing: 0.1), image, .crossEntropy(labelSmoothing: 0.1)),
            (.meanSquaredError, conditions, .meanSquaredError), (.crossEntropy(), numbers, nil),
            (.meanSquaredError, image, nil), (.binaryCrossEntropy, numbers, nil), (.binaryCrossEntropy, image, nil),
        ] as [(LossDescription?, SampleForm, LossDescription?)])
    func `the labels decide the loss, or which may be asked for`(
        asked: LossDescription?, form: SampleForm, expected: LossDescription?
    ) throws {
        let section = ModelSection(architecture: .multilayerPerceptron(hidden: []), loss: asked)
        #expect((try? section.model(for: form))?.description.loss == expected)
    }

    @Test(
        arguments: [
            (
                ModelSection(architecture: layers(.flatten, .linear(outputs: 12))), image,
                "model.layers[1].linear: expected an output of (10), for 10 classes, got (12)"
            ),
            (
                ModelSection(architecture: layers(.convolution(channels: 2, kernel: 3), .linear(outputs: 10))), image,
                "model.layers[1].linear: expected (features) or (positions, features), got (2, 26, 26)"
            ),
            (
                ModelSection(architecture: layers(.convolution(channels: 2, kernel: 3))), table,
                "model.layers[0].convolution: expected (channels, height, width), got (64)"
            ),
            (
                ModelSection(architecture: .lenet(channels: [2], kernel: 3, hidden: 4), inputShape: [1, 9, 9]), table,
                "model.inputShape: expected as many numbers as the data's (64) of numbers has, got (1, 9, 9)"
            ),
            (
                ModelSection(architecture: .smallResidualNetwork(widths: [8, 16, 16, 16], blocks: 1, groups: 4)), image,
                "model.resnet-small: expected a square image whose height can be halved once a stage but the first, 1 to 16 "
                    + "stages of 1 to 256 blocks, got (1, 28, 28), 4 stages of 1 blocks"
            ),
            (
                ModelSection(architecture: .gpt(width: 8, heads: 2, layers: 1, dropout: 0)), table,
                "model.gpt: expected (positions) of tokens, got (64) of numbers"
            ),
            (
                ModelSection(architecture: .multilayerPerceptron(hidden: [3])), text,
                "model.layers[0].linear: expected an embedding, which takes the data's tokens, got another"
            ),
            (
                ModelSection(architecture: layers(.embedding(tokens: 64, width: 4), .linear(outputs: 65))), text,
                "model.layers[0].embedding.tokens: expected at least the 65 tokens of the data, got 64"
            ),
            (
                ModelSection(architecture: layers(.embedding(tokens: 64, width: 4), .flatten, .linear(outputs: 10))),
                table,
                "model.layers[0].embedding: expected (positions) of tokens, got (64) of numbers"
            ),
            (
                ModelSection(architecture: .multilayerPerceptron(hidden: [3]), loss: .meanSquaredError), image,
                "model.loss: expected one that takes the data's labels, 10 classes, got meanSquaredError"
            ),
        ] as [(ModelSection, SampleForm, String)])
    func `what doesn't fit the data is named with what was expected and what came`(
        section: ModelSection, form: SampleForm, message: String
    ) {
        let error = #expect(throws: LearningError.self) { try section.model(for: form) }
        #expect(error?.description == message)
    }

    @Test func `a list of layers is read with names, words and lists inside`() throws {
        let yaml = JobTests.small.replacing(
            "mlp: {hidden: []}",
            with: """
                inputShape: [1, 8, 8]
                  loss:
                    crossEntropy: {labelSmoothing: 0.1}
                  layers:
                    - convolution: {channels: 8, kernel: 3, padding: 1, bias: false}
                      name: conv
                    - geluTanh
                    - residual: {body: [groupNorm: {groups: 2}, relu: {}], shortcut: [dropout: {probability: 0.25}]}
                    - maxPooling: {kernel: 2}
                    - averagePooling: {kernel: 2, stride: 1}
                    - sequential:
                        layers: [flatten, layerNorm, rmsNorm: {epsilon: 1e-6}]
                    - linear: {outputs: 10}
                """)
        let body = [NamedLayer(.groupNorm(groups: 2)), NamedLayer(.activation(.relu))]
        #expect(
            try Job(yaml: yaml).model
                == ModelSection(
                    architecture: .layers([
                        NamedLayer(.convolution(channels: 8, kernel: 3, padding: 1, bias: false), name: "conv"),
                        NamedLayer(.activation(.geluTanh)),
                        NamedLayer(.residual(body: body, shortcut: [NamedLayer(.dropout(probability: 0.25))])),
                        NamedLayer(.maxPooling(kernel: 2, stride: 2)),
                        NamedLayer(.averagePooling(kernel: 2, stride: 1)),
                        NamedLayer(
                            .sequential([
                                NamedLayer(.flatten), NamedLayer(.layerNorm()), NamedLayer(.rmsNorm(epsilon: 1e-6)),
                            ])),
                        NamedLayer(.linear(outputs: 10)),
                    ]), inputShape: [1, 8, 8], loss: .crossEntropy(labelSmoothing: 0.1)))
    }
}
