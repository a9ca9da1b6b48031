extension Span where Element == Float {
    /// The sum of the squares of all elements, in Double and in one fixed order; not finite if an element isn't.
    ///
    /// Chunks of 4,096 elements are summed each by itself, in eight partial sums of the elements l, l + 8, l + 16, …
    /// that are added as ((0+4) + (2+6)) + ((1+5) + (3+7)), and the chunks in order. A square of a Float is exact in
    /// Double, and no sum of them overflows.
    public var squaredNorm: Double {
        var sum = 0.0
        var start = 0
        while start < count {
            let end = Swift.min(start &+ Self.squaredNormChunk, count)
            sum += squaredNorm(from: start, to: end)
            start = end
        }
        return sum
    }

    private static var squaredNormChunk: Int { 4096 }

    private func squaredNorm(from start: Int, to end: Int) -> Double {
        var sums = SIMD8<Double>.zero
        var index = start
        while index &+ 8 <= end {
            let values = SIMD8<Double>(lanes(at: index))
            sums += values * values
            index &+= 8
        }
        if index < end {
            let values = SIMD8<Double>(lanes(at: index, upTo: end, padding: 0))
            sums += values * values
        }
        let four = sums.lowHalf + sums.highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }
}
