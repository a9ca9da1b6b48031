/// One factor of a matrix product: `values` is row-major (rows, columns), taken as it is or transposed.
package struct Operand: ~Escapable {
    package let values: Span<Float>
    package let rows: Int
    package let columns: Int
    /// The elements from the start of a row to that of the next one.
    package let stride: Int
    package let isTransposed: Bool

    /// The matrix itself.
    ///
    /// `values` is (rows, columns); with a `stride` above `columns` the rows lie so far apart.
    @_lifetime(copy values)
    package init(_ values: Span<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        self.init(values, rows: rows, columns: columns, stride: stride ?? columns, isTransposed: false)
    }

    /// The transpose of a matrix.
    ///
    /// `values` is (rows, columns), the operand is (columns, rows).
    @_lifetime(copy values)
    package init(transposing values: Span<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        self.init(values, rows: rows, columns: columns, stride: stride ?? columns, isTransposed: true)
    }

    @_lifetime(copy values)
    private init(_ values: Span<Float>, rows: Int, columns: Int, stride: Int, isTransposed: Bool) {
        precondition(rows > 0 && columns > 0 && rows <= Int(Int32.max) && columns <= Int(Int32.max))
        precondition(stride >= columns && stride <= Int(Int32.max))
        let count = (rows - 1) * stride + columns
        precondition(
            stride > columns ? values.count >= count : values.count == count,
            "matrix product: expected \(rows) x \(columns) at a stride of \(stride), got \(values.count)")
        self.values = values
        self.rows = rows
        self.columns = columns
        self.stride = stride
        self.isTransposed = isTransposed
    }

    /// The rows of the operand as it takes part in the product.
    var outerRows: Int { isTransposed ? columns : rows }
    /// The columns of the operand as it takes part in the product.
    var outerColumns: Int { isTransposed ? rows : columns }
}
