/// Random values addressed by seed, purpose, stream and position, never by the order of draws.
///
/// Every value is a pure function of those four, made of Philox4x32-10 blocks whose key is the seed
/// (low word first) and whose counter is
///
///     (position low, position high, stream, purpose + 256 * kind + 65536 * attempt)
///
/// where `kind` tells apart the families of draws below, so that no two of them share a block. A kind that
/// takes several values out of one block divides the position by their number.
public struct RandomField: Hashable, Sendable {
    /// The seed of the run.
    public let seed: UInt64
    /// What the numbers are for.
    public let purpose: RandomPurpose
    /// Which of the purpose's independent sequences this is, for example a layer or an epoch.
    public let stream: UInt32

    /// The field of `seed`, `purpose` and `stream`.
    public init(seed: UInt64, purpose: RandomPurpose, stream: UInt32 = 0) {
        self.seed = seed
        self.purpose = purpose
        self.stream = stream
    }

    /// 32 random bits: word `position % 4` of the block at `position / 4` of kind 0.
    public func word32(at position: UInt64) -> UInt32 {
        let words = block(at: position >> 2, kind: 0, attempt: 0)
        return switch position & 3 {
        case 0: words.0
        case 1: words.1
        case 2: words.2
        default: words.3
        }
    }

    /// 64 random bits: half `position % 2` of the block at `position / 2` of kind 1, low word first.
    public func word64(at position: UInt64) -> UInt64 {
        let words = block(at: position >> 1, kind: 1, attempt: 0)
        return position & 1 == 0 ? Self.joined(words.0, words.1) : Self.joined(words.2, words.3)
    }

    /// A number in [0, 1): the upper 24 bits of `word32(at:)` times 2^-24, each of the 2^24 values as likely.
    public func uniform(at position: UInt64) -> Float {
        Float(word32(at: position) >> 8) * 0x1p-24
    }

    /// The numbers of `uniform(at:)` at the 32 positions from `position` on, a multiple of 4: lane l of number w is the one
    /// at position + 4 l + w.
    ///
    /// Several times as fast as one by one.
    public func uniforms(
        from position: UInt64
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        precondition(position & 3 == 0, "uniforms(from:): expected a multiple of 4, got \(position)")
        let blocks = SIMD8(repeating: position >> 2) &+ SIMD8(0, 1, 2, 3, 4, 5, 6, 7)
        let words = Philox4x32.blocks(
            counter: (
                SIMD8(truncatingIfNeeded: blocks), SIMD8(truncatingIfNeeded: blocks &>> 32),
                SIMD8(repeating: stream), SIMD8(repeating: purpose.rawValue)
            ),
            key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
        return (Self.uniform(words.0), Self.uniform(words.1), Self.uniform(words.2), Self.uniform(words.3))
    }

    @inline(__always)
    private static func uniform(_ words: SIMD8<UInt32>) -> SIMD8<Float> {
        // 24 bits are the same number signed, which one instruction converts.
        SIMD8<Float>(SIMD8<Int32>(truncatingIfNeeded: words &>> 8)) * 0x1p-24
    }

    /// A number in 0 ..< `bound`, each as likely as any other.
    ///
    /// Lemire's multiplication with rejection ("Fast Random Integer Generation in an Interval", 2019) over 64-bit
    /// candidates: the two halves of the block of kind 2 at `position` with attempt 0, then of attempt 1, and so on.
    /// `bound` must not be 0.
    public func index(below bound: UInt64, at position: UInt64) -> UInt64 {
        precondition(bound > 0, "index(below:at:): expected a bound above 0, got 0")
        let threshold = (0 &- bound) % bound
        var attempt: UInt32 = 0
        while true {
            let words = block(at: position, kind: 2, attempt: attempt)
            let first = Self.joined(words.0, words.1).multipliedFullWidth(by: bound)
            if first.low >= threshold { return first.high }
            let second = Self.joined(words.2, words.3).multipliedFullWidth(by: bound)
            if second.low >= threshold { return second.high }
            attempt &+= 1
        }
    }

    private func block(at index: UInt64, kind: UInt32, attempt: UInt32) -> (UInt32, UInt32, UInt32, UInt32) {
        Philox4x32.block(
            counter: (
                UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), stream,
                purpose.rawValue | kind << 8 | attempt << 16
            ),
            key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    }

    private static func joined(_ low: UInt32, _ high: UInt32) -> UInt64 {
        UInt64(high) << 32 | UInt64(low)
    }
}
