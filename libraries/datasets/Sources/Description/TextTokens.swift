/// What a token of a text is.
public enum TextTokens: String, Hashable, Sendable, CaseIterable {
    /// A Unicode scalar: those of the training split in the order of their numbers, and one more for all others.
    case characters
    /// A byte of UTF-8, itself the token's number.
    case bytes
}
