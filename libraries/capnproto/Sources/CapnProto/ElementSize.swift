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
    @inline(__always)
    init(lowBitsOf bits: UInt32) {
        // Each case in turn, which comes to nothing; to look a raw value up would be a call.
        switch bits & 7 {
        case 0: self = .void
        case 1: self = .bit
        case 2: self = .byte
        case 3: self = .twoBytes
        case 4: self = .fourBytes
        case 5: self = .eightBytes
        case 6: self = .pointer
        default: self = .composite
        }
    }

    /// The three bits that say so.
    @inlinable
    @inline(__always)
    var bits: UInt32 {
        switch self {
        case .void: 0
        case .bit: 1
        case .byte: 2
        case .twoBytes: 3
        case .fourBytes: 4
        case .eightBytes: 5
        case .pointer: 6
        case .composite: 7
        }
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
