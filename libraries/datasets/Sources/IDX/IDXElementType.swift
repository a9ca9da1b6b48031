/// The type of an IDX file's elements, which are stored big-endian.
enum IDXElementType: UInt8, CaseIterable {
    case unsignedByte = 0x08
    case signedByte = 0x09
    case int16 = 0x0b
    case int32 = 0x0c
    case float32 = 0x0d
    case float64 = 0x0e

    var byteCount: Int {
        switch self {
        case .unsignedByte, .signedByte: 1
        case .int16: 2
        case .int32, .float32: 4
        case .float64: 8
        }
    }

    /// The name for users.
    var name: String {
        switch self {
        case .unsignedByte: "uint8"
        case .signedByte: "int8"
        case .int16: "int16"
        case .int32: "int32"
        case .float32: "float32"
        case .float64: "float64"
        }
    }

    /// The element that begins at `offset`; exact, as float64 holds every value of every type.
    func element(of bytes: [UInt8], at offset: Int) -> Double {
        switch self {
        case .unsignedByte: Double(bytes[offset])
        case .signedByte: Double(Int8(bitPattern: bytes[offset]))
        case .int16: Double(Int16(truncatingIfNeeded: bits(of: bytes, at: offset)))
        case .int32: Double(Int32(truncatingIfNeeded: bits(of: bytes, at: offset)))
        case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits(of: bytes, at: offset))))
        case .float64: Double(bitPattern: bits(of: bytes, at: offset))
        }
    }

    private func bits(of bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes[offset..<offset + byteCount].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
