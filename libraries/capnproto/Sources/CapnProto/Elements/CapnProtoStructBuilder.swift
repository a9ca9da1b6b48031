/// A generated handle on a struct being built.
public protocol CapnProtoStructBuilder {
    /// The handle on a struct's two sections.
    init(raw: StructBuilder)
    /// The struct's two sections.
    var raw: StructBuilder { get }
}
