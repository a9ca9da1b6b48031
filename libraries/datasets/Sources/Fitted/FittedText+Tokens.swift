extension FittedText {
    /// Which token each character is; nil where tokens are bytes.
    var tokenTable: TokenTable? { alphabet.map { TokenTable(alphabet: $0.unicodeScalars.map(\.value)) } }

    /// The tokens of a text, such as a prompt.
    public func tokens(of text: String) -> [UInt32] {
        guard let tokenTable else { return text.utf8.map { UInt32($0) } }
        return text.unicodeScalars.map { UInt32(tokenTable.token(of: $0.value)) }
    }

    /// The text of tokens; the replacement character stands for those of no character and for bytes that are no UTF-8.
    public func text(of tokens: [UInt32]) -> String {
        guard let alphabet else {
            return String(decoding: tokens.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
        }
        let scalars = Array(alphabet.unicodeScalars)
        var text = String.UnicodeScalarView()
        for token in tokens {
            text.append(scalars.indices.contains(Int(token)) ? scalars[Int(token)] : "\u{fffd}")
        }
        return String(text)
    }
}
