extension SIMD8<Float> {
    /// The sum of the eight lanes in one fixed order: ((0+4) + (2+6)) + ((1+5) + (3+7)).
    @inline(__always)
    var treeSum: Float {
        let four = lowHalf + highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }
}
