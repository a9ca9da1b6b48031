import Learning
import Testing

@Suite struct NamedModelTests {
    @Test func `lenet has the layers, shapes and names of its PyTorch twin`() throws {
        let model = try Model(.lenet(inputShape: [1, 28, 28], outputs: 10))
        let expected = [
            ("conv1.weight", [32, 1, 5, 5]), ("conv1.bias", [32]), ("conv2.weight", [64, 32, 5, 5]),
            ("conv2.bias", [64]), ("fc1.weight", [512, 1024]), ("fc1.bias", [512]), ("fc2.weight", [10, 512]),
            ("fc2.bias", [10]),
        ]
        #expect(model.layout.entries.map(\.name) == expected.map(\.0))
        #expect(model.layout.entries.map(\.shape) == expected.map(\.1))
        #expect(
            model.summary.map(\.outputShape) == [
                [32, 24, 24], [32, 24, 24], [32, 12, 12], [64, 8, 8], [64, 8, 8], [64, 4, 4], [1024], [512], [512],
                [10],
            ])
    }

    @Test func `a small residual network halves the image stage by stage`() throws {
        let description = try NetworkDescription.smallResidualNetwork(inputShape: [3, 32, 32], blocks: 2, outputs: 10)
        let model = try Model(description)
        #expect(model.layout.entry(named: "5.shortcut.0.weight") == nil)
        #expect(model.layout.entry(named: "7.shortcut.0.weight")?.shape == [32, 16, 1, 1])
        #expect(model.layout.entry(named: "fc.weight")?.shape == [10, 64])
        #expect(model.summary.filter { $0.kind == "residual" }.map(\.outputShape.last) == [32, 32, 16, 16, 8, 8])
    }

    @Test func `a gpt gives logits for every position`() throws {
        let model = try Model(.gpt(tokens: 65, context: 32, width: 24, heads: 4, layers: 2, dropout: 0.1))
        #expect(model.predictionsPerSample == 32 && model.outputCount == 65 && model.inputCount == 32)
        #expect(model.layout.entry(named: "blocks.1.attend.body.attention.in_proj_weight")?.shape == [72, 24])
        #expect(model.layout.entry(named: "blocks.0.think.body.expand.weight")?.shape == [96, 24])
        #expect(model.layout.entry(named: "head.bias") == nil)
    }

    @Test func `a model that knows nothing is as undecided as it has tokens`() throws {
        let model = try Model(.gpt(tokens: 65, context: 16, width: 16, heads: 2, layers: 1))
        let replica = try Replica(model: model, maximumSamples: 2)
        let tokens = randomClasses(32, below: 65)
        let (_, outcome) = try replica.gradient(
            tokens.map { Float($0) }, labels: randomClasses(32, below: 65, stream: 1).map { Float($0) },
            model.initialParameters(seed: 2).array)
        #expect(abs(Metrics.perplexity(meanLoss: outcome.lossSum / 2) - 65) < 20)
    }

    @Test func `sizes that don't fit are refused`() {
        #expect(throws: LearningError.self) {
            _ = try NetworkDescription.smallResidualNetwork(inputShape: [3, 30, 30], outputs: 10)
        }
        #expect(throws: LearningError.self) {
            _ = try NetworkDescription.gpt(tokens: 65, context: 32, width: .max, heads: 4, layers: 2)
        }
        let error = #expect(throws: LearningError.self) {
            _ = try Model(.gpt(tokens: 65, context: 32, width: 30, heads: 4, layers: 2))
        }
        #expect(
            error?.description
                == "model.layers[2].sequential.layers[0].sequential.layers[0].residual.body[1].causalSelfAttention.heads: "
                + "expected a divisor of the 30 features of (32, 30), got 4")
    }

    @Test func `a report names layers, shapes, parameters, memory and operations`() throws {
        let report = try Model(.lenet(inputShape: [1, 28, 28], outputs: 10)).report(microBatch: 4)
        #expect(report.parameters == 582_026 && report.parameterBytes == 4 * 582_026)
        #expect(report.operationsPerSample == 921_600 + 6_553_600 + 1_048_576 + 10_240)
        let lines = report.description.split(separator: "\n").map(String.init)
        #expect(lines[0] == "layer  kind         output        parameters  operations")
        #expect(lines[4] == "conv2  convolution  (64, 8, 8)         51264     6553600")
        #expect(lines[11] == "input (1, 28, 28), 582026 parameters in 2328104 bytes")
    }
}
