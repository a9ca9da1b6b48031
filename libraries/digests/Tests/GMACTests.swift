import Digests
import Testing

@Suite struct GMACTests {
    private static func bytes(_ digits: String) -> [UInt8] {
        var rest = digits[...]
        var bytes: [UInt8] = []
        while let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    // Test case 13 of the specification of GCM (McGrew and Viega), and one of NIST's for AES-256 without a plaintext.
    @Test(arguments: [
        (
            String(repeating: "00", count: 32), String(repeating: "00", count: 12), "",
            "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        (
            "78dc4e0aaf52d935c3c01eea57428f00ca1fd475f5da86a49c8dd73d68c8e223", "d79cf22d504cc793c3fb6c8a",
            "b96baa8c1c75a671bfb2d08d06be5f36", "3e5d486aa2e30b22e040b85723a06e76"
        ),
    ])
    func `published keys, nonces and data give their published codes`(
        key: String, nonce: String, data: String, code: String
    ) {
        var authentication = GMAC(key: Self.bytes(key))
        let data = Self.bytes(data)
        // Wherever the data is cut, and again under the same key.
        for position in 0...data.count {
            let (head, body) = (Array(data[..<position]), Array(data[position...]))
            let span = body.span.bytes
            let found = authentication.code(of: head, span, nonce: Self.bytes(nonce))
            #expect(found == Self.bytes(code))
        }
    }

    @Test func `another key, nonce, or bit of the data gives another code`() {
        let key = [UInt8](repeating: 1, count: 32)
        let nonce = [UInt8](repeating: 2, count: 12)
        let data = [UInt8](repeating: 3, count: 100)
        func code(_ key: [UInt8], _ nonce: [UInt8], _ data: [UInt8]) -> [UInt8] {
            var authentication = GMAC(key: key)
            let span = data.span.bytes
            return authentication.code(of: [], span, nonce: nonce)
        }
        let expected = code(key, nonce, data)
        #expect(code(key, nonce, data) == expected)
        #expect(code([0] + key.dropFirst(), nonce, data) != expected)
        #expect(code(key, [0] + nonce.dropFirst(), data) != expected)
        #expect(code(key, nonce, data.dropLast() + [2]) != expected)
        #expect(code(key, nonce, data + [0]) != expected)
    }
}
