/// How a list lays out its elements: the three bits of a list pointer that say so.
@frozen
public enum ElementSize: UInt8, Equatable, Sendable, CustomStringConvertible {
    /// No bits at all: a list of `Void`.
    case void
    /// One bit: a list of `Bool`.
    case bit
    /// One byte.
    case byte
    /// Two bytes.
    case twoBytes
    /// Four bytes.
    case fourBytes
    /// Eight bytes.
    case eightBytes
    /// A pointer of one word.
    case pointer
    /// Structs, whose size a tag word in front of the first one says.
    case composite

    /// The size whose number is in the three lowest bits.
    @inlinable
    init(lowBitsOf bits: UInt32) {
        // All eight numbers are sizes.
        self = ElementSize(rawValue: UInt8(truncatingIfNeeded: bits & 7)) ?? .void
    }

    /// Bits of data that one element takes; 0 for pointers and structs.
    @inlinable
    public var dataBitCount: Int {
        switch self {
        case .void, .pointer, .composite: 0
        case .bit: 1
        case .byte: 8
        case .twoBytes: 16
        case .fourBytes: 32
        case .eightBytes: 64
        }
    }

    /// Distance in bits between two elements; 0 for structs, whose tag says it.
    @inlinable
    public var strideBitCount: Int { self == .pointer ? 64 : dataBitCount }

    /// The element in words, as in "list of byte elements".
    public var description: String {
        switch self {
        case .void: "void"
        case .bit: "one-bit"
        case .byte: "one-byte"
        case .twoBytes: "two-byte"
        case .fourBytes: "four-byte"
        case .eightBytes: "eight-byte"
        case .pointer: "pointer"
        case .composite: "struct"
        }
    }
}
