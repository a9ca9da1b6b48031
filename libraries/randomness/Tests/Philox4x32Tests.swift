import Randomness
import Testing

@Suite struct Philox4x32Tests {
    struct Vector: Sendable {
        let counter: [UInt32]
        let key: [UInt32]
        let words: [UInt32]
    }

    /// The three vectors of "philox4x32 10" in Random123's `kat_vectors`.
    static let published = [
        Vector(
            counter: [0, 0, 0, 0], key: [0, 0],
            words: [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
        Vector(
            counter: [.max, .max, .max, .max], key: [.max, .max],
            words: [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
        Vector(
            counter: [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], key: [0xA409_3822, 0x299F_31D0],
            words: [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]),
    ]

    @Test(arguments: published)
    func `a block has the words that Random123 publishes`(vector: Vector) {
        let words = Philox4x32.block(
            counter: (vector.counter[0], vector.counter[1], vector.counter[2], vector.counter[3]),
            key: (vector.key[0], vector.key[1]))
        #expect([words.0, words.1, words.2, words.3] == vector.words)
    }
}
