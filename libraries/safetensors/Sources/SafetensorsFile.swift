/// A whole file in the format of safetensors (https://github.com/huggingface/safetensors): the header's length in eight
/// bytes, the header in JSON, and the tensors one behind the other.
public struct SafetensorsFile: Sendable {
    /// Texts that travel with the tensors.
    public var metadata: [String: String] { header.metadata }
    /// The tensors in the order of their bytes.
    public var entries: [TensorEntry] { header.entries }
    private let header: SafetensorsHeader
    private let bytes: [UInt8]

    /// Takes any bytes for a file.
    ///
    /// Throws where they break the format, as ``SafetensorsHeader`` says.
    public init(_ bytes: [UInt8]) throws(SafetensorsError) {
        header = try SafetensorsHeader(bytes, fileByteCount: bytes.count)
        self.bytes = bytes
    }

    /// The tensor of a name, nil where there is none.
    public func entry(named name: String) -> TensorEntry? {
        entries.first { $0.name == name }
    }

    /// The elements of a tensor of float32, or of float16 or bfloat16, of which each is a float32 as it is.
    ///
    /// Throws where there is none of this name, or it is of another type or shape.
    public func floats(named name: String, shape: [Int]) throws(SafetensorsError) -> [Float] {
        guard let entry = entry(named: name) else { throw .missing(tensor: name, shape: shape) }
        guard entry.type.isReadAsFloat, entry.shape == shape else {
            throw .mismatch(
                tensor: name, expected: "F32, F16 or BF16 of shape \(shape)",
                found: "\(entry.type.rawValue) of shape \(entry.shape)")
        }
        // Every element of UInt8 is initialised memory.
        let data = unsafe bytes.span.bytes.extracting(
            header.byteCount + entry.bytes.lowerBound..<header.byteCount + entry.bytes.upperBound)
        switch entry.type {
        case .float16: return Self.halves(data).map(Float.init(halfPrecision:))
        case .bfloat16: return Self.halves(data).map { Float(bitPattern: UInt32($0) << 16) }
        default: return Self.floats(data)
        }
    }

    private static func floats(_ data: RawSpan) -> [Float] {
        // Little-endian as the file is; the target has room for just these bytes, all of which are copied.
        unsafe [Float](unsafeUninitializedCapacity: data.byteCount / 4) { target, count in
            unsafe data.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
            }
            count = data.byteCount / 4
        }
    }

    private static func halves(_ data: RawSpan) -> [UInt16] {
        // Likewise.
        unsafe [UInt16](unsafeUninitializedCapacity: data.byteCount / 2) { target, count in
            unsafe data.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
            }
            count = data.byteCount / 2
        }
    }
}
