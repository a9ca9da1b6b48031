extension MutableSpan where Element == Float {
    /// Replaces each element by `function` of it.
    ///
    /// Lanes behind the last element hold 0.
    @inline(__always)
    mutating func map(_ function: (Lanes) -> Lanes) {
        var index = 0
        while index &+ 8 <= count {
            store(function(lanes(at: index)), at: index)
            index &+= 8
        }
        if index < count { store(function(lanes(at: index, upTo: count, padding: 0)), at: index, upTo: count) }
    }

    /// Writes `function` of each element of `other`, which has as many.
    @inline(__always)
    mutating func write(_ other: Span<Float>, _ function: (Lanes) -> Lanes) {
        precondition(other.count == count)
        var index = 0
        while index &+ 8 <= count {
            store(function(other.lanes(at: index)), at: index)
            index &+= 8
        }
        if index < count { store(function(other.lanes(at: index, upTo: count, padding: 0)), at: index, upTo: count) }
    }

    /// Replaces each element by `function` of it and of that of `other`, which has as many.
    @inline(__always)
    mutating func update(_ other: Span<Float>, _ function: (Lanes, Lanes) -> Lanes) {
        precondition(other.count == count)
        var index = 0
        while index &+ 8 <= count {
            store(function(lanes(at: index), other.lanes(at: index)), at: index)
            index &+= 8
        }
        if index < count {
            let result = function(
                lanes(at: index, upTo: count, padding: 0), other.lanes(at: index, upTo: count, padding: 0))
            store(result, at: index, upTo: count)
        }
    }

    /// Writes `function` of each pair of elements of `left` and `right`, which have as many.
    @inline(__always)
    mutating func write(_ left: Span<Float>, _ right: Span<Float>, _ function: (Lanes, Lanes) -> Lanes) {
        precondition(left.count == count && right.count == count)
        var index = 0
        while index &+ 8 <= count {
            store(function(left.lanes(at: index), right.lanes(at: index)), at: index)
            index &+= 8
        }
        if index < count {
            let result = function(
                left.lanes(at: index, upTo: count, padding: 0), right.lanes(at: index, upTo: count, padding: 0))
            store(result, at: index, upTo: count)
        }
    }

    /// Adds the elements of `other`, which has as many.
    mutating func add(_ other: Span<Float>) {
        update(other) { $0 + $1 }
    }

    /// Copies the elements of `other`, which has as many.
    mutating func copy(_ other: Span<Float>) {
        write(other) { $0 }
    }

    /// Sets each element to 0.
    mutating func clear() {
        map { _ in Lanes.zero }
    }
}

extension MutableSpan where Element == Float {
    /// Adds `function` of each pair of elements of `left` and `right`, which have as many.
    @inline(__always)
    mutating func add(products left: Span<Float>, _ right: Span<Float>, _ function: (Lanes, Lanes) -> Lanes) {
        precondition(left.count == count && right.count == count)
        var index = 0
        while index &+ 8 <= count {
            store(lanes(at: index) + function(left.lanes(at: index), right.lanes(at: index)), at: index)
            index &+= 8
        }
        if index < count {
            let sum =
                lanes(at: index, upTo: count, padding: 0)
                + function(
                    left.lanes(at: index, upTo: count, padding: 0), right.lanes(at: index, upTo: count, padding: 0))
            store(sum, at: index, upTo: count)
        }
    }
}

extension MutableSpan where Element == Float {
    /// Adds `count` elements of `other` from `source` on to those from `target` on.
    @inline(__always)
    mutating func add(_ other: Span<Float>, from source: Int, count: Int, at target: Int) {
        var index = 0
        while index &+ 8 <= count {
            let sum = lanes(at: target &+ index) + other.lanes(at: source &+ index)
            store(sum, at: target &+ index)
            index &+= 8
        }
        while index < count {
            self[target &+ index] += other[source &+ index]
            index &+= 1
        }
    }
}
