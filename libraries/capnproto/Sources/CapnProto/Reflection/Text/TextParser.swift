/// Reads the text form into values, as the schema compiler reads those of constants.
struct TextParser {
    private(set) var scanner: Scanner
    private let nestingLevels: Int

    init(_ text: String, nestingLevels: Int) {
        scanner = Scanner(text)
        self.nestingLevels = nestingLevels
        if scanner.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { for _ in 0..<3 { scanner.advance() } }
    }

    /// The one value that the text is.
    mutating func parse() throws(FormError) -> TextValue {
        let value = try value(depth: 0)
        skipSpace()
        guard scanner.isAtEnd else { throw scanner.unexpected(expected: "the end") }
        return value
    }

    private mutating func value(depth: Int) throws(FormError) -> TextValue {
        skipSpace()
        let start = scanner.offset
        switch scanner.next {
        case UInt8(ascii: "("): return try record(depth: depth)
        case UInt8(ascii: "["): return TextValue(offset: start, content: .list(try list(depth: depth)))
        case UInt8(ascii: "\""): return TextValue(offset: start, content: .text(try text()))
        case UInt8(ascii: "-"):
            scanner.advance()
            skipSpace()
            return TextValue(offset: start, content: try negative())
        case .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            if let data = try data() { return TextValue(offset: start, content: .data(data)) }
            return TextValue(offset: start, content: try number(isNegative: false))
        case .some(let next) where Self.isNameStart(next):
            return TextValue(offset: start, content: .name(name()))
        default: throw scanner.unexpected(expected: "a value")
        }
    }

    private mutating func skipSpace() {
        while let next = scanner.next {
            switch next {
            case 0x09...0x0D, UInt8(ascii: " "): scanner.advance()
            case UInt8(ascii: "#"): _ = scanner.takeAll { $0 != UInt8(ascii: "\n") }
            default: return
            }
        }
    }

    // MARK: Lists and records

    private func level(below depth: Int) throws(FormError) -> Int {
        guard depth < nestingLevels else {
            throw .tooDeep(place: FormPlace(of: scanner.offset, in: scanner.bytes), limit: nestingLevels)
        }
        return depth + 1
    }

    private mutating func list(depth: Int) throws(FormError) -> [TextValue] {
        let inner = try level(below: depth)
        var values: [TextValue] = []
        try items(until: "]") { (parser) throws(FormError) in values.append(try parser.value(depth: inner)) }
        return values
    }

    /// A struct's fields, or a value in parentheses.
    private mutating func record(depth: Int) throws(FormError) -> TextValue {
        let start = scanner.offset
        let inner = try level(below: depth)
        var members: [TextValue.Member] = []
        var nameless: [TextValue] = []
        try items(until: ")") { (parser) throws(FormError) in
            let offset = parser.scanner.offset
            if let name = parser.fieldName() {
                members.append(TextValue.Member(name: name, offset: offset, value: try parser.value(depth: inner)))
            } else {
                nameless.append(try parser.value(depth: inner))
            }
        }
        if let first = nameless.first {
            if nameless.count == 1, members.isEmpty { return first }
            throw scanner.unexpected(expected: "the name of a field", found: first.found, at: first.offset)
        }
        return TextValue(offset: start, content: .record(members))
    }

    /// Reads items with commas between them, and one behind the last if the author likes, up to a closing character.
    private mutating func items(
        until end: Character, _ item: (inout TextParser) throws(FormError) -> Void
    ) throws(FormError) {
        scanner.advance()
        skipSpace()
        while !scanner.take(end) {
            try item(&self)
            skipSpace()
            if scanner.take(",") {
                skipSpace()
            } else if let next = scanner.next, next == end.asciiValue {
                continue
            } else {
                throw scanner.unexpected(expected: "',' or '\(end)'")
            }
        }
    }

    /// A name with `=` behind it; nothing, and nothing taken, where something else stands.
    private mutating func fieldName() -> String? {
        guard let next = scanner.next, Self.isNameStart(next) else { return nil }
        let start = scanner.offset
        let name = name()
        skipSpace()
        if scanner.take("=") { return name }
        scanner.rewind(to: start)
        return nil
    }

    private mutating func name() -> String {
        String(decoding: scanner.takeAll { Self.isNameStart($0) || Self.isDigit($0) }, as: UTF8.self)
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

// MARK: Numbers

extension TextParser {
    private mutating func negative() throws(FormError) -> TextValue.Content {
        if let next = scanner.next, Self.isNameStart(next) {
            let start = scanner.offset
            let name = name()
            guard name == "inf" else { throw scanner.unexpected(expected: "a number", found: "'\(name)'", at: start) }
            return .float(-.infinity)
        }
        guard let next = scanner.next, Self.isDigit(next) else { throw scanner.unexpected(expected: "a number") }
        return try number(isNegative: true)
    }

    /// An integer, decimal, hexadecimal behind `0x` or octal behind `0`, or a number with a fraction or exponent.
    private mutating func number(isNegative: Bool) throws(FormError) -> TextValue.Content {
        let start = scanner.offset
        let characters = numberCharacters()
        let text = String(decoding: characters, as: UTF8.self)
        let (digits, radix) =
            if text.hasPrefix("0x") { (text.dropFirst(2), 16) } else if text.hasPrefix("0") { (text[...], 8) } else {
                (text[...], 10)
            }
        // Digits behind a zero are octal, so that 8 and 9 end them.
        let isOctal = radix == 8 && text.prefix { $0.isNumber }.count > 1
        if isOctal, text.contains(where: { $0 == "8" || $0 == "9" }) {
            throw scanner.unexpected(expected: "a number", found: "'\(text)'", at: start)
        }
        let isInteger = !digits.isEmpty && digits.allSatisfy { $0.isHexDigit && $0.hexDigitValue ?? 16 < radix }
        if isInteger {
            guard let magnitude = UInt64(digits, radix: radix) else {
                throw scanner.unexpected(expected: "an integer of 64 bits", found: text, at: start)
            }
            return .integer(magnitude, isNegative: isNegative)
        }
        guard radix != 16, let value = Double(text), text.allSatisfy({ !$0.isLetter || $0 == "e" || $0 == "E" }) else {
            throw scanner.unexpected(expected: "a number", found: "'\(text)'", at: start)
        }
        return .float(isNegative ? -value : value)
    }

    /// All that could belong to a number: letters, digits, points, and the sign of an exponent.
    private mutating func numberCharacters() -> ArraySlice<UInt8> {
        let start = scanner.offset
        let isHexadecimal = scanner.second == UInt8(ascii: "x")
        while let next = scanner.next {
            let isSign = next == UInt8(ascii: "+") || next == UInt8(ascii: "-")
            let previous = scanner.offset > start ? scanner.bytes[scanner.offset - 1] | 0x20 : 0
            let isPart = Self.isNameStart(next) || Self.isDigit(next) || next == UInt8(ascii: ".")
            guard isPart || (isSign && previous == UInt8(ascii: "e") && !isHexadecimal) else { break }
            scanner.advance()
        }
        return scanner.bytes[start..<scanner.offset]
    }
}

// MARK: Bytes

extension TextParser {
    /// Bytes as hexadecimal digits between quotes, behind `0x`; nothing, and nothing taken, where something else stands.
    private mutating func data() throws(FormError) -> [UInt8]? {
        guard scanner.bytes[scanner.offset...].starts(with: Array("0x\"".utf8)) else { return nil }
        for _ in 0..<3 { scanner.advance() }
        var bytes: [UInt8] = []
        while true {
            _ = scanner.takeAll { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
            if scanner.take("\"") { return bytes }
            guard let high = hexadecimalDigit(), let low = hexadecimalDigit() else {
                throw scanner.unexpected(expected: "two hexadecimal digits or '\"'")
            }
            bytes.append(high << 4 | low)
        }
    }

    private mutating func hexadecimalDigit() -> UInt8? {
        guard let next = scanner.next, let digit = Character(Unicode.Scalar(next)).hexDigitValue else { return nil }
        scanner.advance()
        return UInt8(digit)
    }

    /// A text between quotes; several with nothing but space between them are one.
    private mutating func text() throws(FormError) -> [UInt8] {
        var bytes: [UInt8] = []
        while scanner.take("\"") {
            while !scanner.take("\"") {
                switch scanner.next {
                case nil, UInt8(ascii: "\n"): throw scanner.unexpected(expected: "'\"' at the end of a text")
                case UInt8(ascii: "\\"):
                    scanner.advance()
                    bytes.append(try escape())
                case .some(let byte):
                    bytes.append(byte)
                    scanner.advance()
                }
            }
            skipSpace()
        }
        return bytes
    }

    /// What an escape stands for, behind its backslash.
    private mutating func escape() throws(FormError) -> UInt8 {
        let start = scanner.offset
        guard let next = scanner.next else { throw scanner.unexpected(expected: "an escape") }
        scanner.advance()
        switch next {
        case UInt8(ascii: "a"): return 0x07
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "v"): return 0x0B
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "?"): return next
        case UInt8(ascii: "x"):
            guard let high = hexadecimalDigit(), let low = hexadecimalDigit() else {
                throw scanner.unexpected(expected: "two hexadecimal digits")
            }
            return high << 4 | low
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            scanner.rewind(to: start)
            return try octal()
        default:
            scanner.rewind(to: start)
            throw scanner.unexpected(expected: "an escape")
        }
    }

    /// A byte by one to three octal digits.
    private mutating func octal() throws(FormError) -> UInt8 {
        let start = scanner.offset
        var value = 0
        for _ in 0..<3 {
            guard let next = scanner.next, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(next) else { break }
            value = value << 3 | Int(next & 7)
            scanner.advance()
        }
        guard let byte = UInt8(exactly: value) else {
            let found = String(value, radix: 8)
            throw scanner.unexpected(expected: "a byte of at most \\377", found: "\\\(found)", at: start)
        }
        return byte
    }
}
