/// Reads JSON (RFC 8259) into values.
struct JSONParser {
    private(set) var scanner: Scanner
    private let nestingLevels: Int

    init(_ text: String, nestingLevels: Int) {
        scanner = Scanner(text)
        self.nestingLevels = nestingLevels
    }

    /// The one value that the text is.
    mutating func parse() throws(FormError) -> JSONValue {
        let value = try value(depth: 0)
        guard scanner.isAtEnd else { throw scanner.unexpected(expected: "the end") }
        return value
    }

    /// A value with the space around it.
    private mutating func value(depth: Int) throws(FormError) -> JSONValue {
        skipSpace()
        let start = scanner.offset
        let content: JSONValue.Content
        switch scanner.next {
        case UInt8(ascii: "{"): content = .object(try object(depth: level(below: depth)))
        case UInt8(ascii: "["): content = .array(try array(depth: level(below: depth)))
        case UInt8(ascii: "\""): content = .string(try string())
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): content = try number()
        default: content = try word()
        }
        skipSpace()
        return JSONValue(offset: start, content: content)
    }

    private mutating func skipSpace() {
        _ = scanner.takeAll { byte in
            byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\t")
        }
    }

    private func level(below depth: Int) throws(FormError) -> Int {
        guard depth < nestingLevels else {
            throw .tooDeep(place: FormPlace(of: scanner.offset, in: scanner.bytes), limit: nestingLevels)
        }
        return depth + 1
    }

    private mutating func word() throws(FormError) -> JSONValue.Content {
        for (word, content) in [("null", JSONValue.Content.null), ("true", .boolean(true)), ("false", .boolean(false))]
        {
            guard scanner.bytes[scanner.offset...].starts(with: word.utf8) else { continue }
            for _ in word.utf8 { scanner.advance() }
            return content
        }
        throw scanner.unexpected(expected: "a value")
    }

    // MARK: Arrays and objects

    private mutating func array(depth: Int) throws(FormError) -> [JSONValue] {
        var values: [JSONValue] = []
        try items(until: "]") { (parser) throws(FormError) in values.append(try parser.value(depth: depth)) }
        return values
    }

    private mutating func object(depth: Int) throws(FormError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        try items(until: "}") { (parser) throws(FormError) in
            let offset = parser.scanner.offset
            guard parser.scanner.next == UInt8(ascii: "\"") else {
                throw parser.scanner.unexpected(expected: "a name in quotes")
            }
            let name = try parser.string()
            parser.skipSpace()
            guard parser.scanner.take(":") else { throw parser.scanner.unexpected(expected: "':'") }
            members.append(JSONValue.Member(name: name, offset: offset, value: try parser.value(depth: depth)))
        }
        return members
    }

    /// Reads items with commas between them, up to a closing character.
    private mutating func items(
        until end: Character, _ item: (inout JSONParser) throws(FormError) -> Void
    ) throws(FormError) {
        scanner.advance()
        skipSpace()
        if scanner.take(end) { return }
        while true {
            skipSpace()
            try item(&self)
            skipSpace()
            if scanner.take(end) { return }
            guard scanner.take(",") else { throw scanner.unexpected(expected: "',' or '\(end)'") }
        }
    }

    // MARK: Numbers

    private mutating func number() throws(FormError) -> JSONValue.Content {
        let start = scanner.offset
        _ = scanner.take("-")
        if !scanner.take("0"), takeDigits() == 0 { throw scanner.unexpected(expected: "a digit") }
        if scanner.take("."), takeDigits() == 0 { throw scanner.unexpected(expected: "a digit") }
        if scanner.take("e") || scanner.take("E") {
            if !scanner.take("+") { _ = scanner.take("-") }
            if takeDigits() == 0 { throw scanner.unexpected(expected: "a digit") }
        }
        let text = String(decoding: scanner.bytes[start..<scanner.offset], as: UTF8.self)
        guard let value = Double(text) else { throw scanner.unexpected(expected: "a number", found: text, at: start) }
        return .number(value, text)
    }

    private mutating func takeDigits() -> Int {
        scanner.takeAll { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    }

    // MARK: Strings

    private mutating func string() throws(FormError) -> String {
        scanner.advance()
        var bytes: [UInt8] = []
        while !scanner.take("\"") {
            switch scanner.next {
            case nil: throw scanner.unexpected(expected: "'\"' at the end of a string")
            case UInt8(ascii: "\\"): try escape(into: &bytes)
            case .some(let byte):
                bytes.append(byte)
                scanner.advance()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(FormError) {
        scanner.advance()
        switch scanner.next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(scanner.next ?? 0)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            scanner.advance()
            bytes += String(Character(try scalar())).utf8
            return
        default: throw scanner.unexpected(expected: "an escape")
        }
        scanner.advance()
    }

    /// The character of one or, where that needs a pair of surrogates, two escapes with four digits.
    private mutating func scalar() throws(FormError) -> Unicode.Scalar {
        let start = scanner.offset
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, scanner.take("\\"), scanner.take("u") {
            let second = try fourDigits()
            let value = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
            if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(value) { return scalar }
        }
        throw scanner.unexpected(
            expected: "a pair of surrogates", found: "one alone, \\u\(String(first, radix: 16))", at: start)
    }

    private mutating func fourDigits() throws(FormError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let next = scanner.next, let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
                throw scanner.unexpected(expected: "four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            scanner.advance()
        }
        return value
    }
}
