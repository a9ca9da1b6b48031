extension MutableSpan where Element == Float {
    /// The eight elements from `index` on, all of which must exist.
    @inline(__always)
    func lanes(at index: Int) -> Lanes {
        span.lanes(at: index)
    }

    /// The elements from `index` up to `end`, fewer than eight, and `padding` in the lanes behind them.
    @inline(__always)
    func lanes(at index: Int, upTo end: Int, padding: Float) -> Lanes {
        span.lanes(at: index, upTo: end, padding: padding)
    }

    /// Writes eight elements from `index` on, all of which must exist.
    @inline(__always)
    mutating func store(_ lanes: Lanes, at index: Int) {
        precondition(index >= 0 && index <= count &- 8)
        // Floats are bytes without padding, and the eight are inside the span: checked above.
        var bytes = unsafe mutableBytes
        unsafe bytes.storeBytes(of: lanes, toUncheckedByteOffset: index &* 4, as: Lanes.self)
    }

    /// Writes the first lanes to the elements from `index` up to `end`, fewer than eight.
    @inline(__always)
    mutating func store(_ lanes: Lanes, at index: Int, upTo end: Int) {
        for lane in 0..<(end - index) { self[index + lane] = lanes[lane] }
    }
}

extension MutableSpan where Element == Float {
    /// `count` elements from `index` on, at most eight, and zeros in the lanes behind them.
    @inline(__always)
    func lanes(at index: Int, count: Int) -> Lanes {
        span.lanes(at: index, count: count)
    }

    /// Writes the first lanes to `count` elements from `index` on, at most eight.
    @inline(__always)
    mutating func store(_ lanes: Lanes, at index: Int, count: Int) {
        if count == 8 {
            store(lanes, at: index)
        } else {
            store(lanes, at: index, upTo: index &+ count)
        }
    }
}
