/// Bytes between quotes, with the escapes of C.
enum EscapedText {
    /// Appends a text or, with its higher bytes escaped too, a data.
    static func append(_ bytes: DataReader, isData: Bool, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        let span = bytes.bytes
        for index in 0..<bytes.byteCount {
            // In bounds, and every byte is a `UInt8`.
            append(unsafe span.unsafeLoad(fromByteOffset: index, as: UInt8.self), isData: isData, to: &output)
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func append(_ byte: UInt8, isData: Bool, to output: inout [UInt8]) {
        switch byte {
        case 0x07...0x0D:
            // In the order of their codes.
            output.append(UInt8(ascii: "\\"))
            output.append(Array("abtnvfr".utf8)[Int(byte) - 7])
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        case ..<0x20, 0x7F: appendOctal(byte, to: &output)
        case 0x80... where isData: appendOctal(byte, to: &output)
        default: output.append(byte)
        }
    }

    /// Appends a byte by its three octal digits, which, unlike those of hexadecimal ones, end by themselves.
    static func appendOctal(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        for shift: UInt8 in [6, 3, 0] { output.append(UInt8(ascii: "0") + (byte >> shift) & 7) }
    }

    /// Bytes as a string, in which those that aren't UTF-8 are escaped.
    static func string(_ bytes: [UInt8]) -> String {
        if let string = String(validating: bytes, as: UTF8.self) { return string }
        var result: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            var parser = Unicode.UTF8.ForwardParser()
            var source = rest.makeIterator()
            switch parser.parseScalar(from: &source) {
            case .valid(let encoded):
                result += encoded
                rest = rest.dropFirst(encoded.count)
            case .error(let length):
                for byte in rest.prefix(length) { appendOctal(byte, to: &result) }
                rest = rest.dropFirst(length)
            case .emptyInput: rest = []
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
