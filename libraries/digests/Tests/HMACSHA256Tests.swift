import Digests
import Testing

@Suite struct HMACSHA256Tests {
    // Keys, data and codes of RFC 4231, test cases 1, 2, 6 and 7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
                + "hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `published messages give their published codes`(key: [UInt8], message: String, code: String) {
        var authentication = HMACSHA256(key: key)
        authentication.update(Array(message.utf8))
        let whole = authentication.finalize()
        #expect(whole.description == code)
        // Under the same key again, in parts.
        for byte in message.utf8 { authentication.update([byte]) }
        let parts = authentication.finalize()
        #expect(parts == whole)
    }

    @Test func `bytes of the same length are equal only if all are`() {
        #expect(SecretBytes.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!SecretBytes.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!SecretBytes.areEqual([1, 2, 3], [0, 2, 3]))
        #expect(!SecretBytes.areEqual([1, 2, 3], [1, 2]))
        #expect(SecretBytes.areEqual([], []))
    }

    @Test func `random bytes are as many as asked for, and others each time`() {
        let first = SecretBytes.random(count: 32)
        let second = SecretBytes.random(count: 32)
        #expect(first.count == 32 && second.count == 32)
        #expect(first != second)
    }
}
