/// What stands before the tensors of a file: which there are, where, and the texts that travel with them.
public struct SafetensorsHeader: Sendable {
    /// The longest header that the reference implementation reads.
    public static let maximumByteCount = 100_000_000
    /// The bytes in which a file says how long its header is.
    public static let lengthByteCount = 8

    /// Texts that travel with the tensors.
    public let metadata: [String: String]
    /// The tensors in the order of their bytes.
    public let entries: [TensorEntry]
    /// Where the first tensor begins: the bytes of the length and of the JSON.
    public let byteCount: Int

    /// The bytes before the tensors, of a file that begins with `bytes` and has `fileByteCount` in all.
    ///
    /// Throws `.truncated` and `.headerTooLong`.
    public static func byteCount(of bytes: [UInt8], fileByteCount: Int) throws(SafetensorsError) -> Int {
        guard bytes.count >= lengthByteCount else {
            throw .truncated(expectedBytes: UInt64(lengthByteCount), foundBytes: fileByteCount)
        }
        let length = bytes[..<lengthByteCount].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(maximumByteCount) else {
            throw .headerTooLong(bytes: length, limit: maximumByteCount)
        }
        return lengthByteCount + Int(length)
    }

    /// Takes the beginning of a file of `fileByteCount` bytes for its header; what follows the header is ignored.
    ///
    /// Throws where the bytes break the format: as in the reference implementation, tensors lie close together, none
    /// overlaps another, and nothing follows the last one.
    public init(_ beginning: [UInt8], fileByteCount: Int) throws(SafetensorsError) {
        let byteCount = try Self.byteCount(of: beginning, fileByteCount: fileByteCount)
        guard beginning.count >= byteCount else {
            throw .truncated(expectedBytes: UInt64(byteCount), foundBytes: fileByteCount)
        }
        var parser = HeaderParser(beginning[Self.lengthByteCount..<byteCount])
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
        guard end == fileByteCount - byteCount else {
            throw .length(expectedBytes: end, foundBytes: fileByteCount - byteCount)
        }
        self.metadata = metadata
        self.entries = entries
        self.byteCount = byteCount
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
}
