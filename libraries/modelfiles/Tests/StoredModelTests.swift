import Datasets
import Learning
import ModelFiles
import Safetensors
import Testing
import WireProtocol

@Suite struct StoredModelTests {
    /// The texts of a model of 3 inputs and 2 classes.
    static func texts() throws -> [String: String] {
        let preprocessing = FittedPreprocessing(
            input: .images(FittedImages(shape: [3], scale: 0.5, mean: [1], deviation: [2])),
            target: .classes(FittedClasses(count: 2, names: ["no", "yes"])))
        return [
            "pangea.format": "1", "pangea.job": "small", "pangea.model": "mlp inputs=3 hidden=[] outputs=2",
            "pangea.preprocessing": try preprocessing.json(),
        ]
    }

    /// A file of these texts, with tensors for such a model.
    static func file(_ texts: [String: String], outputs: Int = 2) throws -> TensorFile {
        var writer = SafetensorsWriter()
        writer.metadata = texts
        writer.add(name: "fc1.weight", shape: [outputs, 3], type: .float32)
        writer.add(name: "fc1.bias", shape: [outputs], type: .float32)
        return try TensorFile(
            try writer.header() + [UInt8](repeating: 0, count: outputs * 16), path: "model.safetensors")
    }

    @Test func `a file alone tells layers, preprocessing and parameters`() throws {
        let stored = try StoredModel(Self.file(Self.texts()))
        #expect(stored.job == "small" && stored.parameters.count == 8)
        #expect(stored.model.description == .multilayerPerceptron(inputs: 3, hidden: [], outputs: 2))
        guard case .classes(let classes) = stored.preprocessing.target else {
            Issue.record("expected classes, got \(stored.preprocessing.target)")
            return
        }
        #expect(classes.name(of: 1) == "yes")
    }

    @Test func `any layers come back`() throws {
        let network = try NetworkDescription.gpt(tokens: 4, context: 3, width: 4, heads: 2, layers: 1)
        let model = try Model(network)
        var writer = SafetensorsWriter()
        let text = FittedPreprocessing(input: .text(FittedText(context: 3, alphabet: "abc")), target: .nextToken)
        writer.metadata = try Self.texts().merging([
            "pangea.model": network.text(), "pangea.preprocessing": text.json(),
        ]) { $1 }
        for entry in model.layout.entries { writer.add(name: entry.name, shape: entry.shape, type: .float32) }
        let zeros = [UInt8](repeating: 0, count: model.layout.count * 4)
        let stored = try StoredModel(TensorFile(try writer.header() + zeros, path: "gpt"))
        #expect(stored.model.description == network && stored.preprocessing == text)
    }

    @Test(
        arguments: [
            ("pangea.format", nil, "metadata pangea.format: expected a text, found none"),
            ("pangea.format", "2", "metadata pangea.format: expected 1, found \"2\""),
            ("pangea.job", nil, "metadata pangea.job: expected a text, found none"),
            ("pangea.model", "mlp", "metadata pangea.model: expected the layers of a model, found "),
            ("pangea.model", "mlp inputs=3 hidden=[] outputs=1", "model.loss"),
            ("pangea.preprocessing", nil, "metadata pangea.preprocessing: expected a text, found none"),
            ("pangea.preprocessing", "{", ""),
            ("pangea.model", "mlp inputs=4 hidden=[] outputs=2", "expected 4 inputs and 2 outputs"),
            (
                "pangea.checkpoint", "1",
                "metadata pangea.format: expected a model, as a finished run leaves it, found a checkpoint"
            ),
        ] as [(String, String?, String)])
    func `texts that make no model are named`(key: String, text: String?, words: String) throws {
        var texts = try Self.texts()
        texts[key] = text
        let file = try Self.file(texts)
        let error = #expect(throws: ModelFileError.self) { try StoredModel(file) }
        let found = error?.description ?? ""
        #expect(found.hasPrefix("model.safetensors: ") && (words.isEmpty || found.contains(words)), "\(found)")
    }

    @Test func `tensors of another model are named`() throws {
        let file = try Self.file(Self.texts(), outputs: 3)
        let error = #expect(throws: ModelFileError.self) { try StoredModel(file) }
        #expect(error?.description.contains("\"fc1.weight\": expected F32, F16 or BF16 of shape [2, 3]") == true)
    }
}
