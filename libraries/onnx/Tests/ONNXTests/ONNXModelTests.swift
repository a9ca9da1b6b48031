import Learning
import ONNX
import SwiftProtobuf
import Testing

@Suite struct ONNXModelTests {
    @Test(arguments: try NetworkExample.all())
    func `the graph computes what the model computes`(example: NetworkExample) throws {
        let model = try Model(example.network)
        let (samples, parameters) = (3, model.initialParameters(seed: 11))
        // Not the initial zeros and ones of biases and norms: each has to lie in its place.
        parameters.withMutableSpan { values in
            for index in values.indices { values[index] += Float(index % 17 - 8) * 0.02 }
        }
        let input = features(of: example.network, samples: samples)
        let file = try ONNXModel(model, parameters: parameters.span).bytes()
        let found = try GraphInterpreter.run(Onnx_ModelProto(serializedBytes: file), input: input, samples: samples)
        var expected: [Float] = []
        try Replica(model: model, maximumSamples: samples).predict(features: input.span, parameters: parameters.span) {
            for index in $0.indices { expected.append($0[index]) }
        }
        #expect(found.count == expected.count)
        let greatest = expected.reduce(0) { max($0, $1.magnitude) }
        for (index, pair) in zip(found, expected).enumerated() {
            #expect(abs(pair.0 - Double(pair.1)) < 1e-5 * Double(greatest), "output \(index)")
        }
    }

    @Test func `every layer is in one of the examples`() throws {
        func kinds(_ layers: [NamedLayer]) -> [String] {
            layers.flatMap { layer -> [String] in
                switch layer.layer {
                case .residual(let body, let shortcut): ["residual"] + kinds(body) + kinds(shortcut)
                case .sequential(let layers): ["sequential"] + kinds(layers)
                default: [layer.layer.kind]
                }
            }
        }
        let found = Set(try NetworkExample.all().flatMap { kinds($0.network.layers) })
        let expected =
            [
                "linear", "convolution", "maxPooling", "averagePooling", "flatten", "softmax", "dropout", "layerNorm",
                "groupNorm", "rmsNorm", "embedding", "positionalEmbedding", "causalSelfAttention", "residual",
                "sequential",
            ] + Activation.allCases.map(\.rawValue)
        #expect(found == Set(expected))
    }

    @Test func `a perceptron is two products with what was trained and a function between them`() throws {
        let model = try Model(NetworkExample.perceptron(inputs: 3, hidden: [4], outputs: 2))
        let message = try ONNXModel(
            model, parameters: model.initialParameters(seed: 1).span, metadata: ["b": "2", "a": "1"]
        ).message
        #expect(message.irVersion == 8 && message.producerName == "pangea")
        #expect(message.opsetImport.map(\.version) == [17] && message.opsetImport.map(\.domain) == [""])
        #expect(message.metadataProps.map(\.key) == ["a", "b"])
        let graph = message.graph
        #expect(graph.node.map(\.opType) == ["Gemm", "Relu", "Gemm", "Identity"])
        #expect(graph.node[0].input == ["input", "fc1.weight", "fc1.bias"])
        #expect(graph.node[3].output == ["output"])
        #expect(graph.initializer.map(\.name) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"])
        #expect(graph.initializer.map(\.dims) == [[4, 3], [4], [2, 4], [2]])
        #expect(graph.initializer.map(\.rawData.count) == [48, 16, 32, 8])
    }

    @Test func `the batch is free, other sizes are named`() throws {
        let model = try Model(.gpt(tokens: 7, context: 5, width: 8, heads: 2, layers: 1))
        let graph = try ONNXModel(model, parameters: model.initialParameters(seed: 1).span).message.graph
        #expect(graph.input.map(\.name) == ["input"] && graph.output.map(\.name) == ["output"])
        let (input, output) = (graph.input[0].type.tensorType, graph.output[0].type.tensorType)
        #expect(input.elemType == 7 && output.elemType == 1)
        #expect(input.shape.dim.map(\.dimParam) == ["batch", ""])
        #expect(output.shape.dim.map(\.dimValue) == [0, 5, 7])
    }

    @Test func `raw inputs are transformed by the graph`() throws {
        let model = try Model(NetworkExample.perceptron(inputs: 2, hidden: [], outputs: 2))
        let parameters: [Float] = [1, 0, 0, 1, 0, 0]
        let transform = InputTransform(scale: [0.5], mean: [1, 2], deviation: [4, 8])
        let message = try ONNXModel(model, parameters: parameters.span, transform: transform).message
        #expect(try GraphInterpreter.run(message, input: [10, 36], samples: 1) == [1, 2])
    }

    @Test func `names of layers can't collide with those of the graph`() throws {
        let layers = [
            NamedLayer(.linear(outputs: 2), name: "input"), NamedLayer(.linear(outputs: 2), name: "input/Gemm"),
        ]
        let model = try Model(NetworkDescription(inputShape: [2], layers: layers))
        let graph = try ONNXModel(model, parameters: model.initialParameters(seed: 1).span).message.graph
        let made = graph.node.flatMap(\.output) + graph.initializer.map(\.name) + graph.input.map(\.name)
        #expect(Set(made).count == made.count)
    }

    @Test func `vectors of another size are refused`() throws {
        let model = try Model(NetworkExample.perceptron(inputs: 2, hidden: [], outputs: 2))
        let five: [Float] = [1, 0, 0, 1, 0]
        #expect(throws: ONNXError.parameterCount(expected: 6, found: 5)) { try ONNXModel(model, parameters: five.span) }
        let six: [Float] = [1, 0, 0, 1, 0, 0]
        let error = #expect(throws: ONNXError.self) {
            try ONNXModel(model, parameters: six.span, transform: InputTransform(mean: [1, 2, 3]))
        }
        #expect(error?.description == "onnx: mean of the inputs: expected none, 1 or 2 values, found 3")
    }

    /// Numbers, or tokens for an embedding.
    private func features(of network: NetworkDescription, samples: Int) -> [Float] {
        let count = samples * network.inputShape.reduce(1, *)
        if case .embedding(let tokens, _, _) = network.layers[0].layer {
            return (0..<count).map { Float($0 * 5 % tokens) }
        }
        return (0..<count).map { Float(($0 * 37) % 41) / 20 - 1 }
    }
}
