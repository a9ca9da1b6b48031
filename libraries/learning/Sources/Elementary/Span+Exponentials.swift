extension Span where Element == Float {
    /// The greatest element; where there is a NaN, maybe another, and every sum of exponentials below it is NaN.
    @inline(__always)
    var greatest: Float {
        var greatest = Lanes(repeating: -.infinity)
        var index = 0
        while index &+ 8 <= count {
            let next = lanes(at: index)
            greatest.replace(with: next, where: next .> greatest)
            index &+= 8
        }
        if index < count {
            let next = lanes(at: index, upTo: count, padding: -.infinity)
            greatest.replace(with: next, where: next .> greatest)
        }
        return greatest.max()
    }

    /// The sum of e^(x - greatest) over the elements: eight partial sums, then over the lanes as `treeSum` does.
    @inline(__always)
    func sumOfExponentials(below greatest: Float) -> Float {
        var sums = Lanes.zero
        var index = 0
        while index &+ 8 <= count {
            sums += exponential(lanes(at: index) - greatest)
            index &+= 8
        }
        if index < count { sums += exponential(lanes(at: index, upTo: count, padding: -.infinity) - greatest) }
        return sums.treeSum
    }
}

extension MutableSpan where Element == Float {
    /// Replaces each element x by e^(x - greatest) and returns their sum, as `sumOfExponentials` takes it.
    @inline(__always)
    mutating func exponentiate(below greatest: Float) -> Float {
        var sums = Lanes.zero
        var index = 0
        while index &+ 8 <= count {
            let power = exponential(lanes(at: index) - greatest)
            store(power, at: index)
            sums += power
            index &+= 8
        }
        if index < count {
            let power = exponential(lanes(at: index, upTo: count, padding: -.infinity) - greatest)
            store(power, at: index, upTo: count)
            sums += power
        }
        return sums.treeSum
    }
}
