/// A generated view of a struct.
public protocol CapnProtoStructReader: Sendable {
    /// The view of a struct's two sections.
    init(raw: StructReader)
    /// The struct's two sections.
    var raw: StructReader { get }
}
