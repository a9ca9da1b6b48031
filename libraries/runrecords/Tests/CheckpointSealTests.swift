import Digests
import RunRecords
import Testing

@Suite struct CheckpointSealTests {
    private static func sealed(_ tail: String) -> [UInt8] {
        let blank = #"{"pangea.sha256":"\#(CheckpointSeal.blank)"}\#(tail)"#
        return Array(blank.replacing(CheckpointSeal.blank, with: "\(Digest.of(blank))").utf8)
    }

    @Test func `a file that is as it was sealed is verified, in one piece or in several`() throws {
        let bytes = Self.sealed("values")
        try CheckpointSeal.verify(bytes)
        let (beginning, rest) = (Array(bytes.dropLast(4)), Array(bytes.suffix(4)))
        let seal = try CheckpointSeal(in: beginning)
        var hash = SHA256()
        seal.hash(beginning, into: &hash)
        hash.update(String(decoding: rest, as: UTF8.self))
        try seal.require(hash.finalize())
    }

    @Test func `a bit that has flipped is found, whichever it is`() throws {
        let bytes = Self.sealed("v")
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1
            #expect(throws: CheckpointError.self, "byte \(place)") { try CheckpointSeal.verify(damaged) }
        }
    }

    @Test func `a file that ends within its digest, or has none, is named`() {
        let bytes = Self.sealed("")
        for end in 0..<bytes.count - 2 {
            #expect(throws: CheckpointError.metadata(CheckpointSeal.key, expected: "a digest", found: "none")) {
                try CheckpointSeal.verify(Array(bytes[..<end]))
            }
        }
    }
}
