import Foundation
import Learning
import ModelFiles
import Safetensors
import Testing

@Suite struct TensorFileTests {
    /// Two tensors: "fc.weight", (2, 3), and "fc.bias", (2).
    static let model = NetworkDescription(
        inputShape: [3], layers: [NamedLayer(.linear(outputs: 2), name: "fc")])

    /// A file of tensors of these types and shapes, all of whose bytes are 0.
    static func file(_ tensors: [(String, [Int], TensorType)]) throws -> TensorFile {
        var writer = SafetensorsWriter()
        var byteCount = 0
        for (name, shape, type) in tensors {
            writer.add(name: name, shape: shape, type: type)
            byteCount += shape.reduce(type.byteCount, *)
        }
        return try TensorFile(try writer.header() + [UInt8](repeating: 0, count: byteCount), path: "start")
    }

    @Test func `what was written is read, with its texts`() throws {
        let model = try Model(Self.model)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.path + "/model.safetensors"
        let values: [Float] = [1, 2, 3, 4, 5, 6, 7, 8]
        try TensorFile.write(values.span, layout: model.layout, metadata: ["format": "pt"], to: path)
        let file = try TensorFile(path: path)
        let parameters = try file.parameters(model.layout)
        #expect((0..<8).map { parameters.span[$0] } == values)
        #expect(file.metadata == ["format": "pt"])
        #expect(try TensorFile(path: path).digest == file.digest)
        try TensorFile.write(values.span, layout: model.layout, to: path)
        #expect(try TensorFile(path: path).digest != file.digest)
    }

    @Test(
        arguments: [
            (
                [("fc.weight", [2, 3], .float32)],
                "start: safetensors: expected a tensor \"fc.bias\" of shape [2], found none"
            ),
            (
                [("fc.weight", [3, 2], .float32), ("fc.bias", [2], .float32)],
                "start: safetensors: tensor \"fc.weight\": expected F32, F16 or BF16 of shape [2, 3], "
                    + "found F32 of shape [3, 2]"
            ),
            (
                [("fc.weight", [2, 3], .float64), ("fc.bias", [2], .float32)],
                "start: safetensors: tensor \"fc.weight\": expected F32, F16 or BF16 of shape [2, 3], "
                    + "found F64 of shape [2, 3]"
            ),
            (
                [("fc.weight", [2, 3], .float32), ("fc.bias", [2], .float16), ("head.bias", [5], .float32)],
                "start: safetensors: tensor \"head.bias\": expected none of this name, found one of shape [5]"
            ),
        ] as [([(String, [Int], TensorType)], String)])
    func `tensors that are not the model's are named`(tensors: [(String, [Int], TensorType)], words: String) throws {
        let layout = try Model(Self.model).layout
        let file = try Self.file(tensors)
        let error = #expect(throws: ModelFileError.self) { try file.parameters(layout) }
        #expect(error?.description == words)
    }

    @Test func `tensors of 16 bits are a start as well`() throws {
        let file = try Self.file([("fc.bias", [2], .bfloat16), ("fc.weight", [2, 3], .float16)])
        #expect(try file.parameters(Model(Self.model).layout).count == 8)
    }

    @Test func `a file that can't be read is named`() {
        let missing = #expect(throws: ModelFileError.self) { try TensorFile(path: "/nowhere/model.safetensors") }
        #expect(missing?.description.hasPrefix("/nowhere/model.safetensors: ") == true)
        let short = #expect(throws: ModelFileError.self) { try TensorFile([1, 2, 3], path: "short") }
        #expect(short?.description == "short: safetensors: expected at least 8 bytes, found 3")
    }
}
