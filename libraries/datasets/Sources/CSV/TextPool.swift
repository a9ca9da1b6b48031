/// Different texts, numbered from 0 in the order in which they come.
struct TextPool: Sendable {
    private(set) var texts: [[UInt8]] = []
    /// Open addressing: a text's number, or -1; twice as many places as texts at least.
    private var places = [Int32](repeating: -1, count: 64)

    /// The number of the bytes of `range`.
    mutating func number(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var place = Self.hash(bytes, range) & (places.count - 1)
        while places[place] >= 0 {
            let number = Int(places[place])
            if Self.equal(texts[number], bytes, range) { return number }
            place = (place + 1) & (places.count - 1)
        }
        places[place] = Int32(truncatingIfNeeded: texts.count)
        texts.append(range.map { bytes[$0] })
        if texts.count * 2 > places.count { grow() }
        return texts.count - 1
    }

    /// The number of a text.
    mutating func number(of text: [UInt8]) -> Int { number(of: text.span, 0..<text.count) }

    private mutating func grow() {
        places = [Int32](repeating: -1, count: places.count * 2)
        for (number, text) in texts.enumerated() {
            var place = Self.hash(text.span, 0..<text.count) & (places.count - 1)
            while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(truncatingIfNeeded: number)
        }
    }

    private static func equal(_ text: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard text.count == range.count else { return false }
        for offset in text.indices where text[offset] != bytes[range.lowerBound + offset] { return false }
        return true
    }

    /// FNV-1a; whoever chooses texts that collide only slows their own data down.
    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7fff_ffff)
    }
}
