private import COpenBLAS

/// The matrix products of OpenBLAS: the only place that calls it to compute.
package enum MatrixProduct {
    /// result = scale * left * right, with left (m, k), right (k, n), result (m, n) row-major and overwritten.
    ///
    /// With a `stride` above n the rows of the result lie so far apart, and what is between them stays; with
    /// `accumulating` the product is added to what the result holds.
    ///
    /// The bits depend on the three sizes, on which operands are transposed, and on OpenBLAS's kernel and thread count;
    /// not on the addresses.
    package static func write(
        _ left: Operand, times right: Operand, scale: Float = 1, accumulating: Bool = false,
        to result: inout MutableSpan<Float>, stride: Int? = nil
    ) {
        let (m, n, k) = (left.outerRows, right.outerColumns, left.outerColumns)
        let stride = stride ?? n
        precondition(k == right.outerRows, "matrix product: inner sizes differ, left \(k), right \(right.outerRows)")
        precondition(stride >= n && stride <= Int(Int32.max))
        let count = (m - 1) * stride + n
        precondition(
            stride > n ? result.count >= count : result.count == count,
            "matrix product: expected a result of \(m) x \(n), got \(result.count)")
        // Each operand has its rows at its stride, the result m rows of n at its own, and all sizes fit an Int32:
        // checked above and by Operand. OpenBLAS keeps none of the pointers.
        unsafe left.values.withUnsafeBufferPointer { leftValues in
            unsafe right.values.withUnsafeBufferPointer { rightValues in
                unsafe result.withUnsafeMutableBufferPointer { resultValues in
                    unsafe cblas_sgemm(
                        CblasRowMajor,
                        left.isTransposed ? CblasTrans : CblasNoTrans,
                        right.isTransposed ? CblasTrans : CblasNoTrans,
                        Int32(m), Int32(n), Int32(k),
                        scale, leftValues.baseAddress, Int32(left.stride),
                        rightValues.baseAddress, Int32(right.stride),
                        accumulating ? 1 : 0, resultValues.baseAddress, Int32(stride))
                }
            }
        }
    }
}
