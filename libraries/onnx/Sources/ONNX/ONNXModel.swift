public import Learning
internal import SwiftProtobuf

/// A model in the Open Neural Network Exchange format, of operator set 17.
///
/// One input "input", (batch, shape of a sample), of float32, or of int64 where the first layer is an embedding; one
/// output "output", (batch, shape of what the model makes of a sample), of float32: what the loss takes, that is logits
/// where it is a cross-entropy. The size "batch" is free. Parameters have the names that they have in the model.
public struct ONNXModel: Sendable {
    /// The operator set that the nodes are of.
    public static let operatorSet = 17
    /// The most bytes of tensors in one file: a message of protocol buffers ends before 2^31, and names need room.
    public static let maximumTensorBytes = 2_000_000_000

    /// What the file will be.
    package let message: Onnx_ModelProto

    /// The model with these parameters, a flat vector of its layout, behind `transform`; `metadata` travels with it.
    ///
    /// Layers for training alone are left out. Throws where a vector has another size than it should have, and for a
    /// model that is too large for one file.
    public init(
        _ model: Model, parameters: Span<Float>, transform: InputTransform = InputTransform(),
        metadata: [String: String] = [:]
    ) throws(ONNXError) {
        let expected = model.layout.count
        guard parameters.count == expected else {
            throw .parameterCount(expected: expected, found: parameters.count)
        }
        for step in transform.steps where ![1, model.inputCount].contains(step.values.count) {
            throw .transformCount(of: step.name, features: model.inputCount, found: step.values.count)
        }
        var writer = GraphWriter(reserved: model.layout.entries.map(\.name))
        writer.write(model.description, transform)
        for entry in model.layout.entries {
            writer.addInitializer(entry.name, entry.shape, parameters.extracting(entry.range))
        }
        guard writer.tensorBytes <= Self.maximumTensorBytes else {
            throw .tooLarge(bytes: writer.tensorBytes, limit: Self.maximumTensorBytes)
        }
        message = Self.message(writer.graph, metadata)
    }

    /// The file's bytes; they depend on the arguments that the model was made of alone.
    public func bytes() throws(ONNXError) -> [UInt8] {
        do {
            return try message.serializedBytes()
        } catch {
            throw .encoding("\(error)")
        }
    }

    private static func message(_ graph: Onnx_GraphProto, _ metadata: [String: String]) -> Onnx_ModelProto {
        var message = Onnx_ModelProto()
        message.irVersion = 8
        message.producerName = "pangea"
        message.graph = graph
        var operators = Onnx_OperatorSetIdProto()
        operators.domain = ""
        operators.version = Int64(operatorSet)
        message.opsetImport = [operators]
        message.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            var entry = Onnx_StringStringEntryProto()
            entry.key = key
            entry.value = value
            return entry
        }
        return message
    }
}
