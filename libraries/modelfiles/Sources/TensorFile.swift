public import Digests
internal import Foundation
public import Learning
internal import Safetensors

/// A file of named tensors in the format of safetensors: a model of ours, or a `state_dict` of PyTorch's.
public struct TensorFile: Sendable {
    /// Where it was read.
    public let path: String
    /// Of all its bytes.
    public let digest: Digest
    /// Texts that travel with the tensors.
    public var metadata: [String: String] { file.metadata }
    private let file: SafetensorsFile

    /// Reads the file at `path` into memory.
    ///
    /// Throws `.unreadable`, and `.tensors` for bytes that break the format.
    public init(path: String) throws(ModelFileError) {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        try self.init(bytes, path: path)
    }

    /// Takes bytes that were read from `path`.
    ///
    /// Throws `.tensors` where they break the format.
    package init(_ bytes: [UInt8], path: String) throws(ModelFileError) {
        self.path = path
        var hash = SHA256()
        // Every element of UInt8 is initialised memory.
        unsafe hash.update(bytes.span.bytes)
        digest = hash.finalize()
        do throws(SafetensorsError) {
            file = try SafetensorsFile(bytes)
        } catch {
            throw .tensors(path: path, error)
        }
    }

    /// The parameters of a model: each of its tensors, and no other, as a flat vector of `layout`.
    ///
    /// Values of float16 and bfloat16 are converted exactly. Throws `.tensors`, naming the tensor with the expected and the
    /// found shape, for one that is missing, of another shape or type, or one too many.
    public func parameters(_ layout: ParameterLayout) throws(ModelFileError) -> FloatArena {
        do throws(SafetensorsError) {
            let names = Set(layout.entries.map(\.name))
            let parameters = FloatArena(count: layout.count)
            for entry in layout.entries {
                let values = try file.floats(named: entry.name, shape: entry.shape)
                parameters.copy(values.span, at: entry.range.lowerBound)
            }
            for entry in file.entries where !names.contains(entry.name) {
                throw .unexpected(tensor: entry.name, shape: entry.shape)
            }
            return parameters
        } catch {
            throw .tensors(path: path, error)
        }
    }
}
