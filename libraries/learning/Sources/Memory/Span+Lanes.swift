extension Span where Element == Float {
    /// The eight elements from `index` on, all of which must exist.
    @inline(__always)
    func lanes(at index: Int) -> Lanes {
        precondition(index >= 0 && index <= count &- 8)
        // Floats are bytes without padding, and the eight are inside the span: checked above.
        return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index &* 4, as: Lanes.self)
    }

    /// The elements from `index` up to `end`, fewer than eight, and `padding` in the lanes behind them.
    @inline(__always)
    func lanes(at index: Int, upTo end: Int, padding: Float) -> Lanes {
        var lanes = Lanes(repeating: padding)
        for lane in 0..<(end - index) { lanes[lane] = self[index + lane] }
        return lanes
    }
}

extension Span where Element == Float {
    /// `count` elements from `index` on, at most eight, and zeros in the lanes behind them.
    @inline(__always)
    func lanes(at index: Int, count: Int) -> Lanes {
        count == 8 ? lanes(at: index) : lanes(at: index, upTo: index &+ count, padding: 0)
    }
}
