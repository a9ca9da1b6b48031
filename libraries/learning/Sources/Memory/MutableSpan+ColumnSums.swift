extension MutableSpan where Element == Float {
    /// Adds the sums of the columns of `rows`, (R, self.count), each over the rows in order; where it `isFirst`, these are
    /// written over what was there, since 0 + -0 is not -0.
    mutating func addColumnSums(of rows: Span<Float>, isFirst: Bool) {
        var column = 0
        // 32 columns at a time: whole lines of the cache, and as many sums as registers hold with ease.
        while column &+ 32 <= count {
            addFourSums(of: rows, at: column, isFirst)
            column &+= 32
        }
        while column < count {
            addSum(of: rows, at: column, Swift.min(8, count &- column), isFirst)
            column &+= 8
        }
    }

    @inline(__always)
    private mutating func addFourSums(of rows: Span<Float>, at column: Int, _ isFirst: Bool) {
        var (a, b) = (rows.lanes(at: column), rows.lanes(at: column &+ 8))
        var (c, d) = (rows.lanes(at: column &+ 16), rows.lanes(at: column &+ 24))
        var index = column &+ count
        while index < rows.count {
            a += rows.lanes(at: index)
            b += rows.lanes(at: index &+ 8)
            c += rows.lanes(at: index &+ 16)
            d += rows.lanes(at: index &+ 24)
            index &+= count
        }
        add(a, at: column, 8, isFirst)
        add(b, at: column &+ 8, 8, isFirst)
        add(c, at: column &+ 16, 8, isFirst)
        add(d, at: column &+ 24, 8, isFirst)
    }

    @inline(__always)
    private mutating func addSum(of rows: Span<Float>, at column: Int, _ width: Int, _ isFirst: Bool) {
        var sum = rows.lanes(at: column, count: width)
        var index = column &+ count
        while index < rows.count {
            sum += rows.lanes(at: index, count: width)
            index &+= count
        }
        add(sum, at: column, width, isFirst)
    }

    @inline(__always)
    private mutating func add(_ sum: Lanes, at index: Int, _ width: Int, _ isFirst: Bool) {
        store(isFirst ? sum : lanes(at: index, count: width) + sum, at: index, count: width)
    }
}
