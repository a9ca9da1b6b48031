extension Span where Element == Float {
    /// The sum of `function` of each element: eight partial sums, then over the lanes as `treeSum` does.
    @inline(__always)
    func sum(_ function: (Lanes) -> Lanes) -> Float {
        var sums = Lanes.zero
        var index = 0
        while index &+ 8 <= count {
            sums += function(lanes(at: index))
            index &+= 8
        }
        if index < count {
            let rest = function(lanes(at: index, upTo: count, padding: 0))
            for lane in 0..<(count - index) { sums[lane] += rest[lane] }
        }
        return sums.treeSum
    }

    /// The same of pairs of elements; `other` has as many.
    @inline(__always)
    func sum(_ other: Span<Float>, _ function: (Lanes, Lanes) -> Lanes) -> Float {
        precondition(other.count == count)
        var sums = Lanes.zero
        var index = 0
        while index &+ 8 <= count {
            sums += function(lanes(at: index), other.lanes(at: index))
            index &+= 8
        }
        if index < count {
            let rest = function(
                lanes(at: index, upTo: count, padding: 0), other.lanes(at: index, upTo: count, padding: 0))
            for lane in 0..<(count - index) { sums[lane] += rest[lane] }
        }
        return sums.treeSum
    }

    /// The sum of `function` of triples of elements; the others have as many.
    @inline(__always)
    func sum(_ second: Span<Float>, _ third: Span<Float>, _ function: (Lanes, Lanes, Lanes) -> Lanes) -> Float {
        precondition(second.count == count && third.count == count)
        var sums = Lanes.zero
        var index = 0
        while index &+ 8 <= count {
            sums += function(lanes(at: index), second.lanes(at: index), third.lanes(at: index))
            index &+= 8
        }
        if index < count {
            let rest = function(
                lanes(at: index, upTo: count, padding: 0), second.lanes(at: index, upTo: count, padding: 0),
                third.lanes(at: index, upTo: count, padding: 0))
            for lane in 0..<(count - index) { sums[lane] += rest[lane] }
        }
        return sums.treeSum
    }
}
