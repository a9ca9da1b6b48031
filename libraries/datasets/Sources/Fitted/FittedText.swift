/// How text becomes tokens, and tokens text.
public struct FittedText: Hashable, Sendable, Codable {
    /// Tokens of one sample.
    public var context: Int
    /// The Unicode scalars that are tokens, each one's number being its place; nil where tokens are bytes.
    ///
    /// One more token behind them stands for all other scalars.
    public var alphabet: String?

    /// Puts it together.
    public init(context: Int, alphabet: String?) {
        self.context = context
        self.alphabet = alphabet
    }

    /// How many tokens there are.
    public var tokenCount: Int { alphabet.map { $0.unicodeScalars.count + 1 } ?? 256 }

    func validate() throws(PreprocessingProblem) {
        guard (1...TextFiles.maximumContext).contains(context) else {
            throw .value("text.context", expected: "1 to \(TextFiles.maximumContext) tokens", found: "\(context)")
        }
        guard let alphabet else { return }
        let scalars = alphabet.unicodeScalars.map(\.value)
        guard !scalars.isEmpty, scalars.count < TokenTable.maximumTokens else {
            throw .value(
                "text.alphabet", expected: "1 to \(TokenTable.maximumTokens - 1) characters",
                found: "\(scalars.count)")
        }
        guard zip(scalars, scalars.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .value("text.alphabet", expected: "characters in the order of their numbers", found: alphabet)
        }
    }
}
