/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as
/// 1, 2, 3", 2011).
///
/// A block is a pure function of its counter and its key: whoever asks, in whatever order, gets the same words.
/// The words are the published ones, so any other implementation of Philox4x32-10 can check ours.
public struct Philox4x32: Sendable {
    /// The four words at `counter` under `key`.
    ///
    /// Words are numbered as in the paper: element 0 of `counter`, `key` and the result is the least significant.
    public static func block(
        counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
    ) -> (UInt32, UInt32, UInt32, UInt32) {
        var words = counter
        var roundKey = key
        for _ in 0..<9 {
            words = round(words, roundKey)
            roundKey = (roundKey.0 &+ 0x9E37_79B9, roundKey.1 &+ 0xBB67_AE85)
        }
        return round(words, roundKey)
    }

    @inline(__always)
    private static func round(
        _ words: (UInt32, UInt32, UInt32, UInt32), _ key: (UInt32, UInt32)
    ) -> (UInt32, UInt32, UInt32, UInt32) {
        let even = words.0.multipliedFullWidth(by: 0xD251_1F53)
        let odd = words.2.multipliedFullWidth(by: 0xCD9E_8D57)
        return (odd.high ^ words.1 ^ key.0, odd.low, even.high ^ words.3 ^ key.1, even.low)
    }
}
