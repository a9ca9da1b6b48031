/// What a pointer can lead to, and a type parameter of a generic struct stands for: generated structs and interfaces,
/// and the markers `CapnProtoText`, `CapnProtoData`, `CapnProtoList` and `CapnProtoAnyPointer`.
public protocol CapnProtoPointee: ListElement {
    /// What reading a field of it gives: a struct's reader, a `String`, a `DataReader`, a `ListReader`, a capability, or
    /// the pointer itself.
    associatedtype PointeeReader: Sendable
    /// What building a field of it gives: a struct's builder, or the pointer to be set.
    associatedtype PointeeBuilder
    /// Follows a pointer.
    static func pointee(at pointer: PointerReader) throws(WireError) -> PointeeReader
    /// Follows a pointer of a message being built; a struct that isn't there is made.
    static func pointee(at pointer: PointerBuilder) throws(WireError) -> PointeeBuilder
    /// Makes a new struct at a pointer; for all else, hands out the pointer to be set.
    static func initPointee(at pointer: PointerBuilder) throws(WireError) -> PointeeBuilder
    /// Makes a pointer lead to a copy of a value.
    static func setPointee(_ value: PointeeReader, at pointer: PointerBuilder) throws(WireError)
}
