/// The element of a list of `Void`, which has a length and nothing else.
public struct CapnProtoVoid: WritableListElement, Hashable, Sendable {
    /// The only value.
    @inlinable
    public init() {}

    /// No bits.
    @inlinable
    public static var elementSize: ElementSize { .void }

    /// The only value.
    @inlinable
    public static func element(of list: RawListReader, at index: Int) -> CapnProtoVoid { CapnProtoVoid() }

    /// The only value.
    @inlinable
    public static func element(of list: RawListBuilder, at index: Int) -> CapnProtoVoid { CapnProtoVoid() }

    /// Changes nothing.
    @inlinable
    public static func set(_ value: CapnProtoVoid, in list: RawListBuilder, at index: Int) {}
}
