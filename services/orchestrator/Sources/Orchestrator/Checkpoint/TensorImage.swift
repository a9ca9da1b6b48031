internal import Digests
internal import Learning
internal import Safetensors

/// A safetensors file to be written: metadata, and tensors that stay in their arenas.
struct TensorImage {
    /// Values of one tensor, or of a part of it.
    struct Values {
        let arena: FloatArena
        let range: Range<Int>
    }

    private var writer = SafetensorsWriter()
    /// What the file carries beside what its digest covers.
    private var attachments: [String: String] = [:]
    /// In the order of the file.
    private(set) var tensors: [Values] = []

    /// Adds a text to the file's metadata.
    mutating func add(_ text: String, named name: String) {
        writer.metadata[name] = text
    }

    /// Adds a text to the file's metadata that `digest` doesn't cover: what follows from the rest, and may be written
    /// in another way some day.
    mutating func attach(_ text: String, named name: String) {
        attachments[name] = text
    }

    /// Adds every tensor of a vector that is laid out as the model's parameters, each named behind `prefix`.
    mutating func add(_ vector: BucketedVector, layout: ParameterLayout, prefix: String = "") {
        for entry in layout.entries {
            writer.add(name: prefix + entry.name, shape: entry.shape, type: .float32)
            tensors += vector.pieces(of: entry.range).map { Values(arena: $0.block, range: $0.range) }
        }
    }

    /// All that comes before the tensors.
    func header() throws -> [UInt8] {
        var whole = writer
        whole.metadata.merge(attachments) { _, attachment in attachment }
        return try whole.header()
    }

    /// Of all bytes that the file would have without what is attached.
    func digest() throws -> Digest {
        var hash = SHA256()
        let header = try writer.header()
        // Every element of UInt8 and Float is initialised memory.
        unsafe hash.update(header.span.bytes)
        for values in tensors {
            let arena = values.arena
            unsafe hash.update(arena.span.extracting(values.range).bytes)
        }
        return hash.finalize()
    }
}
