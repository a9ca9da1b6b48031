/// A generated enum.
///
/// It keeps values that its schema doesn't know, so that a newer sender's survive.
public protocol CapnProtoEnum: WritableListElement, Hashable, Sendable {
    /// The enumerant with this number, or one that keeps the unknown number.
    init(rawValue: UInt16)
    /// The number on the wire.
    var rawValue: UInt16 { get }
}

extension CapnProtoEnum {
    /// Two bytes.
    @inlinable
    public static var elementSize: ElementSize { .twoBytes }

    /// The enumerant at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListReader, at index: Int) -> Self {
        Self(rawValue: list.read(UInt16.self, at: index))
    }

    /// The enumerant at an index that is in bounds.
    @inlinable
    public static func element(of list: RawListBuilder, at index: Int) -> Self {
        Self(rawValue: list.read(UInt16.self, at: index))
    }

    /// Sets the enumerant at an index that is in bounds.
    @inlinable
    public static func set(_ value: Self, in list: RawListBuilder, at index: Int) {
        list.write(value.rawValue, at: index)
    }
}
