/// A number of the format: an integer or a floating-point number of 1, 2, 4 or 8 bytes, of which every bit pattern is
/// valid.
public protocol CapnProtoScalar: BitwiseCopyable, ListElement, Sendable
where ReaderElement == Self, BuilderElement == Self {
    /// The unsigned integer of the same size.
    associatedtype WireBits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
    /// The number with these bits.
    init(wireBits: WireBits)
    /// The number's bits.
    var wireBits: WireBits { get }
}

extension CapnProtoScalar {
    /// How a list lays out such numbers.
    @inlinable
    public static var elementSize: ElementSize {
        switch MemoryLayout<Self>.size {
        case 1: .byte
        case 2: .twoBytes
        case 4: .fourBytes
        default: .eightBytes
        }
    }

    /// The number at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListReader, at index: Int) -> Self {
        list.read(Self.self, at: index)
    }

    /// The number at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListBuilder, at index: Int) -> Self {
        list.read(Self.self, at: index)
    }
}
