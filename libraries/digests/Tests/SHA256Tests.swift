import Digests
import Testing

@Suite struct SHA256Tests {
    // Message and digest from FIPS 180-2, appendix B, and the empty message of NIST's test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `published messages give their published digests`(message: String, digest: String) {
        #expect(Digest.of(message).description == digest)
        #expect(Digest.of(Array(message.utf8)).description == digest)
    }

    @Test func `a million letters give their published digest`() {
        let digest = Digest.of([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest.description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `the cut of the bytes into parts does not matter`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hash = SHA256()
        var start = 0
        for length in [0, 1, 63, 64, 65, 128, 300, 379] {
            hash.update(Array(bytes[start..<start + length]).span.bytes)
            start += length
        }
        #expect(start == bytes.count)
        #expect(hash.finalize() == Digest.of(bytes))
    }

    @Test func `a finished computation starts anew`() {
        var hash = SHA256()
        hash.update("abc")
        let first = hash.finalize()
        hash.update("ab")
        hash.update("c")
        #expect(hash.finalize() == first)
    }
}
