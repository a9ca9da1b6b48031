extension Span where Element == Float {
    /// Whether no element is infinite or not a number.
    ///
    /// True for no elements.
    public var allFinite: Bool {
        // x * 0 is 0 for a finite x and NaN for any other, and a NaN stays in a sum.
        var first = Lanes.zero
        var second = Lanes.zero
        var index = 0
        while index &+ 16 <= count {
            first += lanes(at: index) * 0
            second += lanes(at: index &+ 8) * 0
            index &+= 16
        }
        var rest: Float = 0
        while index < count {
            rest += self[index] * 0
            index &+= 1
        }
        return (first + second).treeSum + rest == 0
    }
}
