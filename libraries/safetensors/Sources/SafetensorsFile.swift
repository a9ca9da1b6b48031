/// A whole file in the format of safetensors (https://github.com/huggingface/safetensors): the header's length in eight
/// bytes, the header in JSON, and the tensors one behind the other.
public struct SafetensorsFile: Sendable {
    /// The longest header that the reference implementation reads.
    public static let maximumHeaderBytes = 100_000_000

    /// Texts that travel with the tensors.
    public let metadata: [String: String]
    /// The tensors in the order of their bytes.
    public let entries: [TensorEntry]
    private let bytes: [UInt8]
    private let dataStart: Int

    /// Takes any bytes for a file.
    ///
    /// Throws where they break the format: as in the reference implementation, tensors lie close together, none
    /// overlaps another, and nothing follows the last one.
    public init(_ bytes: [UInt8]) throws(SafetensorsError) {
        guard bytes.count >= 8 else { throw .truncated(expectedBytes: 8, foundBytes: bytes.count) }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(Self.maximumHeaderBytes) else {
            throw .headerTooLong(bytes: length, limit: Self.maximumHeaderBytes)
        }
        let dataStart = 8 + Int(length)
        guard bytes.count >= dataStart else {
            throw .truncated(expectedBytes: UInt64(dataStart), foundBytes: bytes.count)
        }
        var parser = HeaderParser(bytes[8..<dataStart])
        let (metadata, tensors) = try parser.header()
        var entries: [TensorEntry] = []
        for (name, tensor) in tensors { entries.append(try Self.entry(name, tensor)) }
        entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
        var end = 0
        for entry in entries {
            guard entry.bytes.lowerBound == end else {
                throw .layout(tensor: entry.name, expectedOffset: end, foundOffset: entry.bytes.lowerBound)
            }
            end = entry.bytes.upperBound
        }
        guard end == bytes.count - dataStart else {
            throw .length(expectedBytes: end, foundBytes: bytes.count - dataStart)
        }
        self.metadata = metadata
        self.entries = entries
        self.bytes = bytes
        self.dataStart = dataStart
    }

    private static func entry(_ name: String, _ tensor: HeaderParser.Tensor) throws(SafetensorsError) -> TensorEntry {
        guard let typeName = tensor.type, let shape = tensor.shape, let offsets = tensor.offsets else {
            throw .mismatch(tensor: name, expected: "dtype, shape and data_offsets", found: "less")
        }
        guard let type = TensorType(rawValue: typeName) else { throw .unknownType(tensor: name, found: typeName) }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw .mismatch(tensor: name, expected: "a begin and an end in data_offsets", found: "\(offsets)")
        }
        let expected = TensorEntry.byteCount(of: shape, type)
        guard expected == offsets[1] - offsets[0] else {
            throw .byteCount(tensor: name, shape: shape, expected: expected, found: offsets[1] - offsets[0])
        }
        return TensorEntry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
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
            dataStart + entry.bytes.lowerBound..<dataStart + entry.bytes.upperBound)
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
