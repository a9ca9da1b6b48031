/// A type of number.
enum NumberPlan: Sendable {
    case int8
    case int16
    case int32
    case int64
    case uint8
    case uint16
    case uint32
    case uint64
    case float32
    case float64

    var byteCount: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    var elementSize: ElementSize {
        switch byteCount {
        case 1: .byte
        case 2: .twoBytes
        case 4: .fourBytes
        default: .eightBytes
        }
    }

    /// The name in the schema language.
    var name: String {
        switch self {
        case .int8: "Int8"
        case .int16: "Int16"
        case .int32: "Int32"
        case .int64: "Int64"
        case .uint8: "UInt8"
        case .uint16: "UInt16"
        case .uint32: "UInt32"
        case .uint64: "UInt64"
        case .float32: "Float32"
        case .float64: "Float64"
        }
    }

    /// The number that bits stand for.
    func value(of bits: UInt64) -> NumberValue {
        switch self {
        case .int8: .integer(Int64(Int8(truncatingIfNeeded: bits)))
        case .int16: .integer(Int64(Int16(truncatingIfNeeded: bits)))
        case .int32: .integer(Int64(Int32(truncatingIfNeeded: bits)))
        case .int64: .integer(Int64(bitPattern: bits))
        case .uint8, .uint16, .uint32, .uint64: .unsigned(bits)
        case .float32: .single(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .float64: .double(Double(bitPattern: bits))
        }
    }

    /// The bits of an integer of magnitude and sign; nothing where the type can't hold it.
    func bits(magnitude: UInt64, isNegative: Bool) -> UInt64? {
        switch self {
        case .float32:
            let value = Float(magnitude)
            return UInt64((isNegative ? -value : value).bitPattern)
        case .float64:
            let value = Double(magnitude)
            return (isNegative ? -value : value).bitPattern
        case .uint8, .uint16, .uint32, .uint64:
            let isHeld = byteCount == 8 || magnitude >> UInt64(byteCount * 8) == 0
            return isHeld && (!isNegative || magnitude == 0) ? magnitude : nil
        case .int8, .int16, .int32, .int64:
            let limit: UInt64 = 1 << UInt64(byteCount * 8 - 1)
            guard magnitude < limit || (isNegative && magnitude == limit) else { return nil }
            let bits = isNegative ? 0 &- magnitude : magnitude
            return byteCount == 8 ? bits : bits & (1 << UInt64(byteCount * 8) - 1)
        }
    }

    /// The bits of a number with a fraction; nothing for the types of integers.
    func bits(floating value: Double) -> UInt64? {
        switch self {
        case .float32: UInt64(Float(value).bitPattern)
        case .float64: value.bitPattern
        default: nil
        }
    }
}

/// A number of any type.
enum NumberValue {
    case integer(Int64)
    case unsigned(UInt64)
    case single(Float)
    case double(Double)
}
