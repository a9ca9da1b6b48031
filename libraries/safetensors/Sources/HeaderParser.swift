/// Reads the JSON that a header consists of: an object of objects, of the few forms that the format has.
struct HeaderParser {
    /// A tensor as the header has it, not yet checked.
    struct Tensor {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
    }

    private let bytes: ArraySlice<UInt8>
    private let start: Int
    private var index: Int

    /// Reads `bytes`, which a slice of a file may be.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        start = bytes.startIndex
        index = bytes.startIndex
    }

    /// The texts and the tensors, in the header's order.
    mutating func header() throws(SafetensorsError) -> ([String: String], [(name: String, tensor: Tensor)]) {
        var metadata: [String: String]?
        var tensors: [(name: String, tensor: Tensor)] = []
        var names: Set<String> = []
        try object { (parser, name) throws(SafetensorsError) in
            guard names.insert(name).inserted else { throw .repeatedName(name) }
            if name == "__metadata__" {
                metadata = try parser.texts()
            } else {
                tensors.append((name, try parser.tensor()))
            }
        }
        skipSpace()
        guard index == bytes.endIndex else { throw failure("the end") }
        return (metadata ?? [:], tensors)
    }

    private mutating func texts() throws(SafetensorsError) -> [String: String] {
        var texts: [String: String] = [:]
        try object { (parser, name) throws(SafetensorsError) in
            guard texts[name] == nil else { throw .repeatedName(name) }
            texts[name] = try parser.string()
        }
        return texts
    }

    private mutating func tensor() throws(SafetensorsError) -> Tensor {
        var tensor = Tensor()
        try object { (parser, name) throws(SafetensorsError) in
            switch name {
            case "dtype" where tensor.type == nil: tensor.type = try parser.string()
            case "shape" where tensor.shape == nil: tensor.shape = try parser.numbers()
            case "data_offsets" where tensor.offsets == nil: tensor.offsets = try parser.numbers()
            default: throw parser.failure("each of dtype, shape and data_offsets once, not \"\(name)\",")
            }
        }
        return tensor
    }

    private mutating func object(
        _ member: (inout HeaderParser, String) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) {
        try expect("{")
        guard !accept("}") else { return }
        repeat {
            let name = try string()
            try expect(":")
            try member(&self, name)
        } while accept(",")
        try expect("}")
    }

    private mutating func numbers() throws(SafetensorsError) -> [Int] {
        try expect("[")
        var numbers: [Int] = []
        guard !accept("]") else { return numbers }
        repeat { numbers.append(try number()) } while accept(",")
        try expect("]")
        return numbers
    }

    private mutating func number() throws(SafetensorsError) -> Int {
        skipSpace()
        var digits = 0
        var number = 0
        while index < bytes.endIndex, case let digit = bytes[index], UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit {
            let (product, overflows) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            guard !overflows, !overflowsToo else { throw failure("a number below 2^63") }
            number = sum
            digits += 1
            index += 1
        }
        guard digits > 0 else { throw failure("a whole number") }
        return number
    }

    private mutating func string() throws(SafetensorsError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw failure("UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case ..<0x20: throw failure("no control character")
            default: text.append(byte)
            }
        }
        throw failure("a closing quote")
    }

    private mutating func escape(into text: inout [UInt8]) throws(SafetensorsError) {
        guard index < bytes.endIndex else { throw failure("an escaped character") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if 0xd800..<0xdc00 ~= unit {
                guard accept("\\", skippingSpace: false), accept("u", skippingSpace: false) else {
                    throw failure("the second half of a surrogate pair")
                }
                let low = try hexadecimal()
                guard 0xdc00..<0xe000 ~= low else { throw failure("the second half of a surrogate pair") }
                unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("a Unicode scalar") }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw failure("an escape sequence of JSON")
        }
    }

    private mutating func hexadecimal() throws(SafetensorsError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.endIndex, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw failure("four hexadecimal digits")
            }
            unit = unit << 4 | UInt32(digit)
            index += 1
        }
        return unit
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsError) {
        guard accept(character) else { throw failure("\"\(character)\"") }
    }

    private mutating func accept(_ character: Unicode.Scalar, skippingSpace: Bool = true) -> Bool {
        if skippingSpace { skipSpace() }
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.endIndex, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
    }

    private func failure(_ expected: String) -> SafetensorsError {
        .header(offset: index - start, expected: expected)
    }
}
