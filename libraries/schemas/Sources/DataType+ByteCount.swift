extension DataType {
    /// Bytes of one element; nothing for a type that this version doesn't know.
    public var byteCount: Int? {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        case .unknown: nil
        }
    }
}
