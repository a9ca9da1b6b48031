/// Which token each Unicode scalar is.
struct TokenTable: Sendable {
    /// The most tokens that there may be.
    static let maximumTokens = 1 << 16

    /// For the scalars below 128.
    private let direct: [UInt16]
    private let alphabet: [UInt32]
    /// The token of whatever is not in the alphabet.
    let other: UInt16

    /// `alphabet` is in ascending order, with fewer than `maximumTokens` scalars.
    init(alphabet: [UInt32]) {
        let other = UInt16(truncatingIfNeeded: alphabet.count)
        var direct = [UInt16](repeating: other, count: 128)
        for (token, scalar) in alphabet.enumerated() where scalar < 128 {
            direct[Int(scalar)] = UInt16(truncatingIfNeeded: token)
        }
        self.direct = direct
        self.alphabet = alphabet
        self.other = other
    }

    /// The token of a scalar.
    func token(of scalar: UInt32) -> UInt16 {
        scalar < 128 ? direct[Int(scalar)] : found(scalar)
    }

    private func found(_ scalar: UInt32) -> UInt16 {
        var (low, high) = (0, alphabet.count)
        while low < high {
            let middle = (low + high) / 2
            if alphabet[middle] < scalar { low = middle + 1 } else { high = middle }
        }
        return low < alphabet.count && alphabet[low] == scalar ? UInt16(truncatingIfNeeded: low) : other
    }
}
