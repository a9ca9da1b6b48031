extension MutableSpan where Element == Float {
    /// The elements of `range`, to read and write; self is not accessible meanwhile.
    @_lifetime(&self)
    package mutating func part(_ range: Range<Int>) -> MutableSpan<Float> {
        _mutatingExtracting(range)
    }
}
