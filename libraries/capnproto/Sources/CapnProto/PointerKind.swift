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
    /// A capability: an index into a table that whoever carries messages keeps beside them.
    case capability
    /// A kind that the format doesn't define.
    case other = "undefined"

    /// The kind in words, as in "list pointer expected".
    public var description: String { rawValue }
}
