internal import ArgumentParser
internal import Datasets
internal import Foundation
internal import Hosting
internal import Learning
internal import ModelFiles
internal import ONNX

/// `trainer export MODEL`: a model for other programs.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model for other programs: ONNX, or bare tensors.",
        discussion: """
            ONNX is of operator set 17: one input "input" with a free batch, one output "output". Where preprocessing is a \
            scale, a mean and a deviation, it is part of the graph and the input is raw; else the input is what \
            preprocessing makes, and the metadata says so. Bare tensors are a state_dict under PyTorch's names.

              trainer export run/digits/model.safetensors --onnx digits.onnx
              trainer export model.safetensors --safetensors state_dict.safetensors
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: "The file that gets the model as ONNX.")
    var onnx: String?

    @Option(help: "The file that gets the parameters alone, as PyTorch's load_state_dict takes them.")
    var safetensors: String?

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard onnx != nil || safetensors != nil else {
            throw ValidationError("expected --onnx or --safetensors with a file, got neither")
        }
    }

    func run() async throws {
        try ModelOptions.run(logging) { try export() }
    }

    private func export() throws {
        let stored = try model.read()
        if let onnx { try write(stored, onnx: onnx) }
        if let safetensors {
            do {
                try TensorFile.write(
                    stored.parameters.span, layout: stored.model.layout, metadata: ["format": "pt"], to: safetensors)
            } catch {
                throw ServiceFailure(.ioFailure, "export", cause: error)
            }
        }
    }

    private func write(_ stored: StoredModel, onnx path: String) throws(ServiceFailure) {
        let export = ExportedInput(stored.preprocessing)
        let bytes: [UInt8]
        do {
            var metadata = ["pangea.input": export.isRaw ? "raw" : "prepared"]
            metadata["pangea.job"] = stored.job
            metadata["pangea.preprocessing"] = try stored.preprocessing.json()
            bytes = try ONNXModel(
                stored.model, parameters: stored.parameters.span, transform: export.transform, metadata: metadata
            ).bytes()
        } catch {
            throw ServiceFailure(.badInput, "model \(stored.path)", cause: error)
        }
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ServiceFailure(.ioFailure, "\(path): \(error.localizedDescription)")
        }
    }
}
