internal import Foundation
internal import Learning
internal import ModelFiles
internal import ONNX
internal import WireProtocol

/// One of the named models, and a batch for it.
struct NamedExample {
    static let samples = 5
    /// What the two sides' logits may differ by, relative to the greatest of them.
    static let tolerance: Float = 1e-4

    let name: String
    let model: Model

    static func all() throws -> [NamedExample] {
        [
            NamedExample(
                name: "mlp", model: try Model(.multilayerPerceptron(inputs: 784, hidden: [128, 64], outputs: 10))),
            NamedExample(name: "lenet", model: try Model(.lenet(inputShape: [1, 28, 28], outputs: 10))),
            NamedExample(
                name: "resnet-small",
                model: try Model(.smallResidualNetwork(inputShape: [3, 32, 32], blocks: 2, outputs: 10))),
            NamedExample(name: "gpt", model: try gpt()),
        ]
    }

    static func gpt() throws -> Model {
        try Model(.gpt(tokens: 65, context: 32, width: 64, heads: 4, layers: 2))
    }

    /// Writes the model in both formats, a batch, and what the model makes of it.
    func write(to folder: String) throws {
        let parameters = model.initialParameters(seed: 7)
        let path = "\(folder)/\(name)"
        try TensorFile.write(
            parameters.span, layout: model.layout, metadata: ["pangea.model": try model.description.text()],
            to: path + ".safetensors")
        let onnx = try ONNXModel(model, parameters: parameters.span, metadata: ["name": name]).bytes()
        try Data(onnx).write(to: URL(fileURLWithPath: path + ".onnx"))
        try FloatFile.write(features, to: path + ".features")
        try FloatFile.write(try logits(features, parameters), to: path + ".logits")
    }

    /// Reads the `state_dict` that PyTorch saved, and holds our logits against PyTorch's.
    func check(in folder: String) throws {
        let path = "\(folder)/torch-\(name)"
        let parameters = try TensorFile(path: path + ".safetensors").parameters(model.layout)
        let found = try logits(try FloatFile.read(path + ".features"), parameters)
        let expected = try FloatFile.read(path + ".logits")
        guard found.count == expected.count else {
            throw InteropError("\(name): expected \(expected.count) logits, got \(found.count)")
        }
        let scale = expected.reduce(0) { max($0, $1.magnitude) }
        let deviation = zip(found, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / scale
        guard deviation <= Self.tolerance else {
            throw InteropError("\(name): our logits differ from PyTorch's by \(deviation), more than \(Self.tolerance)")
        }
        print("\(name): PyTorch's state_dict gives its logits here, to \(deviation)")
    }

    private func logits(_ features: [Float], _ parameters: FloatArena) throws -> [Float] {
        var logits: [Float] = []
        let replica = try Replica(model: model, maximumSamples: Self.samples)
        try replica.predict(features: features.span, parameters: parameters.span) { outputs in
            for index in outputs.indices { logits.append(outputs[index]) }
        }
        return logits
    }

    /// Tokens for a text model, else numbers in -1 ..< 1.
    private var features: [Float] {
        let count = Self.samples * model.inputCount
        let random = model.description.layers.first.map(Self.tokens) ?? nil
        return (0..<count).map { index in
            let number = (index &* 7919 &+ 104_729) % 10_007
            return random.map { Float(number % $0) } ?? Float(number) / 5003.5 - 1
        }
    }

    private static func tokens(_ layer: NamedLayer) -> Int? {
        if case .embedding(let tokens, _, _) = layer.layer { tokens } else { nil }
    }
}
