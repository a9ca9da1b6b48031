private import CVectors

extension SIMD8<Float> {
    /// The square root of each lane, correctly rounded, in one instruction.
    @inline(__always)
    package var squareRoots: SIMD8<Float> { pangea_square_root(self) }
}
