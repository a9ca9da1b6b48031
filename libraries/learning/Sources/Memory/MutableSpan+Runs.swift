extension MutableSpan where Element == Float {
    /// How often runs of elements repeat, and how far apart they begin.
    struct Repetition {
        let count: Int
        let stride: Int
    }

    /// Copies runs of `length` elements to one behind the other from `target` on: run (o, i) begins in `other` at
    /// source + o outer.stride + i inner.stride, the inner ones first.
    ///
    /// Reads and writes whole lanes, up to seven elements behind a run: they must exist on both sides. What is written
    /// behind the last run means nothing.
    mutating func copyRuns(
        of length: Int, _ other: Span<Float>, from source: Int, _ outer: Repetition, _ inner: Repetition, at target: Int
    ) {
        let whole = (length + 7) / 8 * 8
        let last = (outer.count - 1) * outer.stride + (inner.count - 1) * inner.stride
        precondition(length > 0 && outer.count > 0 && inner.count > 0 && outer.stride >= 0 && inner.stride >= 0)
        precondition(source >= 0 && source + last + whole <= other.count)
        precondition(target >= 0 && target + (outer.count * inner.count - 1) * length + whole <= count)
        // All that is read and written below lies inside both spans: checked above, for the last run.
        unsafe other.withUnsafeBytes { from in
            unsafe withUnsafeMutableBytes { to in
                var target = target &* 4
                for o in 0..<outer.count {
                    for i in 0..<inner.count {
                        let source = (source &+ o &* outer.stride &+ i &* inner.stride) &* 4
                        var index = 0
                        while index < length &* 4 {
                            let lanes = unsafe from.loadUnaligned(fromByteOffset: source &+ index, as: Lanes.self)
                            unsafe to.storeBytes(of: lanes, toByteOffset: target &+ index, as: Lanes.self)
                            index &+= 32
                        }
                        target &+= length &* 4
                    }
                }
            }
        }
    }
}
