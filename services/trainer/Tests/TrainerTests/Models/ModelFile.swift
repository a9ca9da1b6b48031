import Datasets
import Foundation
import Learning
import ModelFiles
import WireProtocol

/// A model and its data in a folder that goes with it.
final class ModelFile: Sendable {
    let folder: URL
    var path: String { folder.appending(path: "model.safetensors").path }

    /// Writes a model with parameters of seed 1, or these.
    init(_ network: NetworkDescription, _ preprocessing: FittedPreprocessing, parameters: [Float]? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let model = try Model(network)
        let initial = model.initialParameters(seed: 1)
        let values = parameters ?? (0..<initial.count).map { initial.span[$0] }
        try TensorFile.write(
            values.span, layout: model.layout,
            metadata: [
                "pangea.format": "1", "pangea.job": "test", "pangea.model": try network.text(),
                "pangea.preprocessing": try preprocessing.json(),
            ], to: path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func stored() throws -> StoredModel { try StoredModel(path: path) }

    /// A file of this text beside the model; its path.
    func write(_ text: String, as name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
