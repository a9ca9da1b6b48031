/// Makes messages that are nearly what they were: a seed with a few bytes, words or stretches changed.
struct Mutator {
    private let seeds: [[UInt8]]
    private var generator: SplitMix

    init(seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds
        generator = SplitMix(state: seed)
    }

    /// The next message.
    mutating func next() -> [UInt8] {
        mutated(seeds[Int.random(in: seeds.indices, using: &generator)])
    }

    /// Bytes with up to four changes; one in eight stays as it is.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let changes = Int.random(in: 0...7, using: &generator)
        for _ in 0..<min(changes, 4) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes[index] = [0, 1, 2, 3, 5, 7, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &generator) ?? 0
        case 3: bytes[index] &+= UInt8.random(in: 1...4, using: &generator)
        case 4: bytes[index] &-= UInt8.random(in: 1...4, using: &generator)
        case 5: bytes.removeLast(Int.random(in: 0...min(16, bytes.count), using: &generator))
        case 6:
            // One word over another.
            guard bytes.count >= 16 else { return }
            let (from, to) = (word(of: bytes), word(of: bytes))
            for offset in 0..<8 { bytes[to + offset] = bytes[from + offset] }
        default:
            guard bytes.count >= 16 else { return }
            let to = word(of: bytes)
            for offset in 0..<8 { bytes[to + offset] = 0 }
        }
    }

    private mutating func word(of bytes: [UInt8]) -> Int {
        8 * Int.random(in: 0..<bytes.count / 8, using: &generator)
    }
}

/// Sebastiano Vigna's SplitMix64.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
