import Safetensors
import Testing

@Suite struct SafetensorsTests {
    /// A file with this header and so many bytes of tensors.
    static func file(_ header: String, byteCount: Int = 0) -> [UInt8] {
        let header = Array(header.utf8)
        return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
            + (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
    }

    static func sample() throws -> [UInt8] {
        var writer = SafetensorsWriter()
        writer.metadata = ["b": "line\nend", "a": "\"quoted\" \\ é"]
        writer.add(name: "weight", shape: [2, 3], type: .float32)
        writer.add(name: "scalar", shape: [], type: .int64)
        writer.add(name: "empty", shape: [0, 5], type: .bool)
        let values: [Float] = [1, -2, 0.5, 3, 4, 5]
        return try writer.header()
            + values.flatMap { value in
                (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
            } + [7, 0, 0, 0, 0, 0, 0, 0]
    }

    @Test func `what was written is read`() throws {
        let file = try SafetensorsFile(Self.sample())
        #expect(file.metadata == ["b": "line\nend", "a": "\"quoted\" \\ é"])
        #expect(file.entries.map(\.name) == ["weight", "scalar", "empty"])
        #expect(file.entry(named: "scalar")?.type == .int64)
        #expect(file.entry(named: "empty")?.bytes == 32..<32)
        #expect(try file.floats(named: "weight", shape: [2, 3]) == [1, -2, 0.5, 3, 4, 5])
    }

    @Test func `a header alone says as much as the whole file, and is refused as that is`() throws {
        let bytes = try Self.sample()
        let byteCount = try SafetensorsHeader.byteCount(of: Array(bytes[..<8]), fileByteCount: bytes.count)
        let header = try SafetensorsHeader(Array(bytes[..<byteCount]), fileByteCount: bytes.count)
        let file = try SafetensorsFile(bytes)
        #expect(header.byteCount == byteCount && header.entries == file.entries && header.metadata == file.metadata)
        #expect(try SafetensorsWriter(like: header).header() == Array(bytes[..<byteCount]))
        #expect(throws: SafetensorsError.truncated(expectedBytes: UInt64(byteCount), foundBytes: bytes.count)) {
            try SafetensorsHeader(Array(bytes[..<(byteCount - 1)]), fileByteCount: bytes.count)
        }
        let tensors = bytes.count - byteCount
        #expect(throws: SafetensorsError.length(expectedBytes: tensors, foundBytes: tensors + 1)) {
            try SafetensorsHeader(Array(bytes[..<byteCount]), fileByteCount: bytes.count + 1)
        }
    }

    @Test func `the header's bytes are fixed, and tensors begin at a multiple of 64`() throws {
        var writer = SafetensorsWriter()
        writer.metadata["k"] = "v"
        writer.add(name: "a\"b", shape: [2], type: .float16)
        let header = try writer.header()
        let json = #"{"__metadata__":{"k":"v"},"a\"b":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#
        #expect(header.count % 64 == 0)
        #expect(header[..<8] == [UInt8(header.count - 8), 0, 0, 0, 0, 0, 0, 0])
        #expect(
            String(decoding: header[8...], as: UTF8.self)
                == json + String(repeating: " ", count: header.count - 8 - json.utf8.count))
    }

    @Test func `what can't be written is an error`() {
        var twice = SafetensorsWriter()
        twice.add(name: "a", shape: [1], type: .int8)
        twice.add(name: "a", shape: [1], type: .int8)
        #expect(throws: SafetensorsError.repeatedName("a")) { try twice.header() }
        for shape in [[-1], [.max, .max], [.max]] {
            var writer = SafetensorsWriter()
            writer.add(name: "a", shape: shape, type: .float64)
            #expect(throws: SafetensorsError.shape(tensor: "a", shape)) { try writer.header() }
        }
        var reserved = SafetensorsWriter()
        reserved.add(name: "__metadata__", shape: [1], type: .int8)
        #expect(throws: SafetensorsError.self) { try reserved.header() }
    }

    @Test func `a tensor that isn't the expected one is named`() throws {
        let file = try SafetensorsFile(Self.sample())
        #expect(throws: SafetensorsError.missing(tensor: "bias", shape: [1])) {
            try file.floats(named: "bias", shape: [1])
        }
        #expect(
            throws: SafetensorsError.mismatch(
                tensor: "weight", expected: "F32, F16 or BF16 of shape [3, 2]", found: "F32 of shape [2, 3]")
        ) { try file.floats(named: "weight", shape: [3, 2]) }
        #expect(
            throws: SafetensorsError.mismatch(
                tensor: "scalar", expected: "F32, F16 or BF16 of shape []", found: "I64 of shape []")
        ) { try file.floats(named: "scalar", shape: []) }
    }

    @Test(
        arguments: [
            ([], .truncated(expectedBytes: 8, foundBytes: 0)),
            ([9, 0, 0, 0, 0, 0, 0, 0], .truncated(expectedBytes: 17, foundBytes: 8)),
            (Array(repeating: 255, count: 16), .headerTooLong(bytes: .max, limit: 100_000_000)),
            (file(""), .header(offset: 0, expected: "\"{\"")),
            (file("[]"), .header(offset: 0, expected: "\"{\"")),
            (file("{} x"), .header(offset: 3, expected: "the end")),
            (file(#"{"a":1}"#), .header(offset: 5, expected: "\"{\"")),
            (
                file(#"{"a":{"dtype":"F32","dtype":"F32"}}"#),
                .header(offset: 28, expected: "each of dtype, shape and data_offsets once, not \"dtype\",")
            ),
            (
                file(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#),
                .header(offset: 29, expected: "a whole number")
            ),
            (
                file(#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#),
                .header(offset: 47, expected: "a number below 2^63")
            ),
            (
                file(#"{"a":{"dtype":"F32","shape":[1]}}"#),
                .mismatch(tensor: "a", expected: "dtype, shape and data_offsets", found: "less")
            ),
            (
                file(#"{"a":{"dtype":"F8","shape":[4],"data_offsets":[0,4]}}"#, byteCount: 4),
                .unknownType(tensor: "a", found: "F8")
            ),
            (
                file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, byteCount: 4),
                .mismatch(tensor: "a", expected: "a begin and an end in data_offsets", found: "[4, 0]")
            ),
            (
                file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, byteCount: 4),
                .byteCount(tensor: "a", shape: [2], expected: 8, found: 4)
            ),
            (
                file(#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#),
                .byteCount(tensor: "a", shape: [1 << 62, 4], expected: nil, found: 0)
            ),
            (
                file(#"{"a":{"dtype":"I8","shape":[4],"data_offsets":[4,8]}}"#, byteCount: 8),
                .layout(tensor: "a", expectedOffset: 0, foundOffset: 4)
            ),
            (
                file(
                    #"{"a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[4],"data_offsets":[2,6]}}"#,
                    byteCount: 6), .layout(tensor: "b", expectedOffset: 4, foundOffset: 2)
            ),
            (
                file(#"{"a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}"#, byteCount: 5),
                .length(expectedBytes: 4, foundBytes: 5)
            ),
            (
                file(#"{"a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}"#, byteCount: 3),
                .length(expectedBytes: 4, foundBytes: 3)
            ),
            (file(#"{"__metadata__":{"a":"b","a":"c"}}"#), .repeatedName("a")),
            (file("{\"\u{1}\":1}"), .header(offset: 3, expected: "no control character")),
            (file(#"{"\x":1}"#), .header(offset: 4, expected: "an escape sequence of JSON")),
            (file(#"{"\ud800x":1}"#), .header(offset: 8, expected: "the second half of a surrogate pair")),
            (file(#"{"a"#), .header(offset: 3, expected: "a closing quote")),
        ] as [([UInt8], SafetensorsError)])
    func `bytes that break the format are refused, with the place`(bytes: [UInt8], error: SafetensorsError) {
        #expect(throws: error) { try SafetensorsFile(bytes) }
    }

    @Test(
        arguments: [
            (0x0000, 0), (0x8000, -0.0), (0x3c00, 1), (0xc000, -2), (0x3555, 0x1.554p-2), (0x0001, 0x1p-24),
            (0x83ff, -0x3ffp-24), (0x0400, 0x1p-14), (0x7bff, 65504), (0x7c00, .infinity), (0xfc00, -.infinity),
        ] as [(UInt16, Float)])
    func `a float16 is read exactly`(bits: UInt16, expected: Float) throws {
        let found = try Self.halves("F16", [bits]).floats(named: "a", shape: [1])
        #expect(found.map(\.bitPattern) == [expected.bitPattern])
    }

    @Test func `every finite float16 is the number that it says`() throws {
        let all = (0..<UInt16.max).filter { $0 & 0x7c00 != 0x7c00 }
        let found = try Self.halves("F16", all).floats(named: "a", shape: [all.count])
        for (bits, value) in zip(all, found) {
            let scale = Double(sign: .plus, exponent: max(1, Int(bits >> 10 & 0x1f)) - 25, significand: 1)
            let fraction = Double(bits & 0x3ff) + (bits & 0x7c00 == 0 ? 0 : 1024)
            #expect(Double(value) == (bits & 0x8000 == 0 ? 1 : -1) * fraction * scale)
        }
        let nan = try Self.halves("F16", [0x7e01]).floats(named: "a", shape: [1])
        #expect(nan[0].isNaN)
    }

    @Test func `a bfloat16 is the upper half of a float32`() throws {
        let found = try Self.halves("BF16", [0x3f80, 0xc049, 0x0001, 0x7f80]).floats(named: "a", shape: [2, 2])
        #expect(found == [1, -3.140625, Float(bitPattern: 0x10000), .infinity])
    }

    /// A file of one tensor "a" of 16-bit elements.
    private static func halves(_ type: String, _ values: [UInt16]) throws -> SafetensorsFile {
        let bytes = values.count * 2
        let header =
            #"{"a":{"dtype":"\#(type)","shape":\#(values.count == 4 ? [2, 2] : [values.count]),"#
            + #""data_offsets":[0,\#(bytes)]}}"#
        return try SafetensorsFile(
            file(header) + values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        var bytes = Self.file(#"{"a":1}"#)
        bytes[10] = 0xff
        #expect(throws: SafetensorsError.header(offset: 4, expected: "UTF-8")) { try SafetensorsFile(bytes) }
    }

    @Test func `escapes of JSON are characters`() throws {
        let file = try SafetensorsFile(Self.file(#"{"__metadata__":{"k":"\u00e9\ud83d\ude00\/\b\f\n\r\t\""}}"#))
        #expect(file.metadata["k"] == "é😀/\u{8}\u{c}\n\r\t\"")
    }

    @Test func `no prefix and no flipped bit of a file traps`() throws {
        let bytes = try Self.sample()
        for length in bytes.indices {
            #expect(throws: SafetensorsError.self) { try SafetensorsFile(Array(bytes[..<length])) }
        }
        var readable = 0
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                if (try? SafetensorsFile(damaged)) != nil { readable += 1 }
            }
        }
        // Flips inside tensors and texts can't be seen by the format.
        #expect(readable > 40 * 8 && readable < bytes.count * 8)
    }
}
