import Digests
import Testing

@Suite struct DigestTests {
    static let ofABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func `a digest reads back from its own description and bytes`() throws {
        let digest = try #require(Digest(hex: DigestTests.ofABC))
        #expect(digest.description == DigestTests.ofABC)
        #expect(digest.bytes.count == Digest.byteCount)
        #expect(digest.bytes[0] == 0xba)
        #expect(digest.bytes[31] == 0xad)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(bytes: digest.bytes.span.bytes) == digest)
        #expect(Digest(hex: DigestTests.ofABC.uppercased()) == digest)
    }

    @Test(arguments: [
        "", "ba78", String(repeating: "g", count: 64), String(repeating: "0", count: 63),
        String(repeating: "0", count: 65), String(repeating: "0", count: 64) + " ",
        "é" + String(repeating: "0", count: 62),
    ])
    func `a text that is not 64 hexadecimal digits is no digest`(text: String) {
        #expect(Digest(hex: text) == nil)
    }

    @Test(arguments: [0, 31, 33]) func `any other number of bytes than 32 is no digest`(count: Int) {
        #expect(Digest(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `digests that differ in one byte anywhere are different`() throws {
        let zeros = [UInt8](repeating: 0, count: 32)
        for index in zeros.indices {
            var other = zeros
            other[index] = 1
            #expect(Digest(bytes: other) != Digest(bytes: zeros))
            #expect(Digest(bytes: other)?.bytes == other)
        }
    }
}
