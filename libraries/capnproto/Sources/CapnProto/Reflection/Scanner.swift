/// Walks through the bytes of a text, and says where it is when something is wrong.
struct Scanner {
    let bytes: [UInt8]
    private(set) var offset = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The next byte; nothing at the end.
    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    var isAtEnd: Bool { offset == bytes.count }

    /// The byte behind the next one.
    var second: UInt8? { offset + 1 < bytes.count ? bytes[offset + 1] : nil }

    mutating func advance() { offset += 1 }

    /// Goes back to where it has been.
    mutating func rewind(to earlier: Int) { offset = earlier }

    /// Takes the next byte if it is `character`.
    mutating func take(_ character: Character) -> Bool {
        guard let next, next == character.asciiValue else { return false }
        offset += 1
        return true
    }

    /// Takes bytes as long as they are of a kind.
    mutating func takeAll(where isTaken: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = offset
        while let next, isTaken(next) { offset += 1 }
        return bytes[start..<offset]
    }

    /// What is wrong at a place, or where the scanner is.
    func unexpected(expected: String, found: String? = nil, at place: Int? = nil) -> FormError {
        .unexpected(
            place: FormPlace(of: place ?? offset, in: bytes), expected: expected, found: found ?? foundNext)
    }

    /// What stands where the scanner is.
    private var foundNext: String {
        guard offset < bytes.count else { return "the end" }
        let character = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).unicodeScalars.first ?? " "
        // Quotes need no escape here.
        return "'\(character == "\"" || character == "'" ? String(character) : character.escaped(asASCII: false))'"
    }
}
