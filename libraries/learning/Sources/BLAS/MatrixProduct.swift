private import COpenBLAS

/// The matrix products of OpenBLAS: the only place that calls it to compute.
package enum MatrixProduct {
    /// result = left * right, with left (m, k), right (k, n), result (m, n) row-major and overwritten.
    ///
    /// The bits depend on the three sizes, on which operands are transposed, and on OpenBLAS's kernel and thread count;
    /// not on the addresses.
    package static func write(_ left: Operand, times right: Operand, to result: inout MutableSpan<Float>) {
        let (m, n, k) = (left.outerRows, right.outerColumns, left.outerColumns)
        precondition(k == right.outerRows, "matrix product: inner sizes differ, left \(k), right \(right.outerRows)")
        precondition(result.count == m * n, "matrix product: expected a result of \(m) x \(n), got \(result.count)")
        // Each operand has exactly rows * columns elements, the result m * n, and all sizes fit an Int32: checked
        // above and by Operand. OpenBLAS keeps none of the pointers.
        unsafe left.values.withUnsafeBufferPointer { leftValues in
            unsafe right.values.withUnsafeBufferPointer { rightValues in
                unsafe result.withUnsafeMutableBufferPointer { resultValues in
                    unsafe cblas_sgemm(
                        CblasRowMajor,
                        left.isTransposed ? CblasTrans : CblasNoTrans,
                        right.isTransposed ? CblasTrans : CblasNoTrans,
                        Int32(m), Int32(n), Int32(k),
                        1, leftValues.baseAddress, Int32(left.columns),
                        rightValues.baseAddress, Int32(right.columns),
                        0, resultValues.baseAddress, Int32(n))
                }
            }
        }
    }
}
