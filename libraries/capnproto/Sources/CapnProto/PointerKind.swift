/// What a pointer word leads to: the two lowest bits of the word, and null for a word of zeros.
public enum PointerKind: String, Equatable, Sendable, CustomStringConvertible {
    /// A word of zeros.
    case null
    /// A struct of data words and pointers.
    case structure = "struct"
    /// A list.
    case list
    /// A landing pad in another segment.
    case far
    /// A capability, or a kind that the format doesn't define yet.
    case other = "capability"

    /// The kind in words, as in "list pointer expected".
    public var description: String { rawValue }
}
