/// Something that was guessed of the data, and why.
package struct Guess: Hashable, Sendable, Encodable {
    /// What it is about, for example "target".
    package let what: String
    /// What was guessed.
    package let value: String
    /// Why.
    package let why: String
}
