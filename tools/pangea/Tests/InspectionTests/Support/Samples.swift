import CapnProto
import Datasets
import Digests
import Foundation
import Reduction
import RunRecords
import Safetensors
import Schemas

/// Files for tests.
enum Samples {
    /// Runs `body` with the path of a file of these bytes.
    static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "inspection-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    /// A certificate that OpenSSL has made, without the last line feed, which nobody would miss.
    static func certificates() throws -> [UInt8] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../../libraries/admission/Tests/Fixtures/trainer.pem").standardized
        return Array(try Data(contentsOf: file).dropLast())
    }

    static let preprocessing = FittedPreprocessing(
        input: .table(
            FittedTable(
                hasHeader: true, columnCount: 4, label: "kind", labelColumn: 3, missing: ["NA"],
                columns: [
                    FittedColumn(name: "size", index: 0, number: FittedNumber(fill: 2, mean: 1, deviation: 0.5)),
                    FittedColumn(name: "colour", index: 1, categories: ["blue", "red"]),
                ])),
        target: .classes(FittedClasses(count: 2, names: ["no", "yes"])))

    /// A sealed checkpoint of a model with four inputs and two outputs.
    static func checkpoint() throws -> [UInt8] {
        let metadata = CheckpointMetadata(
            lineage: "\(Digest.of("job"))", probe: Digest.of("processor"), step: 46,
            epochStatistics: Statistics(samples: 24, lossSum: 0.5, correct: 20, ledger: 1),
            history: [
                EpochResult(
                    epoch: 0, trainingLoss: 0.5, trainingAccuracy: 0.75, evaluationLoss: 0.25,
                    evaluationAccuracy: 0.875,
                    evaluationError: nil)
            ])
        var writer = SafetensorsWriter()
        writer.metadata = try metadata.texts()
        writer.metadata[CheckpointSeal.key] = CheckpointSeal.blank
        for prefix in ["", "optimiser.mean.", "optimiser.square."] {
            writer.add(name: "\(prefix)fc1.weight", shape: [2, 4], type: .float32)
            writer.add(name: "\(prefix)fc1.bias", shape: [2], type: .float32)
        }
        let tensors = [UInt8](repeating: 3, count: 120)
        let digest = Digest.of(try writer.header() + tensors)
        writer.metadata[CheckpointSeal.key] = "\(digest)"
        return try writer.header() + tensors
    }

    /// A model of that form; `outputs` other than 2 make its tensors those of another.
    static func model(outputs: Int = 2) throws -> [UInt8] {
        var writer = SafetensorsWriter()
        writer.metadata = [
            "pangea.format": "1", "pangea.job": "kinds", "pangea.model": "mlp inputs=4 hidden=[] outputs=2",
            FittedPreprocessing.metadataKey: try preprocessing.json(),
        ]
        writer.add(name: "fc1.weight", shape: [outputs, 4], type: .float32)
        writer.add(name: "fc1.bias", shape: [outputs], type: .float32)
        return try writer.header() + [UInt8](repeating: 0, count: outputs * 20)
    }

    /// A message of every exchange, with a gradient of 64 bytes times `count`.
    static func message(count: Int = 2, isPacked: Bool = false) throws -> [UInt8] {
        let message = MessageBuilder()
        let root = try message.initRoot(as: Message.self)
        root.id = 7
        root.type = .gradientUpdate
        try root.setSender("trainer-1")
        let update = try root.payload.initGradientUpdate()
        update.step = 5
        try update.initGradient().setData([UInt8](repeating: 65, count: count * 64))
        let finished = message.finish()
        return isPacked ? finished.packed() : finished.serialized()
    }
}
