internal import Foundation
public import Learning
internal import Safetensors

extension TensorFile {
    /// Writes parameters under their names, each in its shape, with texts that travel with them.
    ///
    /// The file appears whole or not at all. `parameters` is a flat vector of `layout`. Throws `.unwritable`.
    public static func write(
        _ parameters: Span<Float>, layout: ParameterLayout, metadata: [String: String] = [:], to path: String
    ) throws(ModelFileError) {
        precondition(parameters.count == layout.count, "expected \(layout.count) parameters, got \(parameters.count)")
        var writer = SafetensorsWriter()
        writer.metadata = metadata
        for entry in layout.entries { writer.add(name: entry.name, shape: entry.shape, type: .float32) }
        do {
            var bytes = Data(try writer.header())
            bytes.reserveCapacity(bytes.count + parameters.count * MemoryLayout<Float>.stride)
            // Every element of Float is initialised memory, and little-endian; the span is alive during the call.
            unsafe parameters.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(
                path: path, reason: (error as? SafetensorsError)?.description ?? error.localizedDescription)
        }
    }
}
