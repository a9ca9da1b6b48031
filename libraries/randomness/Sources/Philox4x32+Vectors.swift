extension Philox4x32 {
    /// The words of eight blocks at once, those of block l in lane l: the same as `block(counter:key:)` of each.
    @inline(__always)
    static func blocks(
        counter: (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>), key: (UInt32, UInt32)
    ) -> (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>) {
        var words = counter
        var roundKey = key
        for number in 0..<10 {
            if number > 0 { roundKey = (roundKey.0 &+ 0x9E37_79B9, roundKey.1 &+ 0xBB67_AE85) }
            let even = product(words.0, 0xD251_1F53)
            let odd = product(words.2, 0xCD9E_8D57)
            words = (odd.high ^ words.1 ^ roundKey.0, odd.low, even.high ^ words.3 ^ roundKey.1, even.low)
        }
        return words
    }

    @inline(__always)
    private static func product(
        _ words: SIMD8<UInt32>, _ factor: UInt64
    ) -> (high: SIMD8<UInt32>, low: SIMD8<UInt32>) {
        let full = SIMD8<UInt64>(truncatingIfNeeded: words) &* factor
        return (SIMD8(truncatingIfNeeded: full &>> 32), SIMD8(truncatingIfNeeded: full))
    }
}
