/// One factor of a matrix product: `values` is row-major (rows, columns), taken as it is or transposed.
package struct Operand: ~Escapable {
    package let values: Span<Float>
    package let rows: Int
    package let columns: Int
    package let isTransposed: Bool

    /// The matrix itself.
    ///
    /// `values` is (rows, columns).
    @_lifetime(copy values)
    package init(_ values: Span<Float>, rows: Int, columns: Int) {
        self.init(values, rows: rows, columns: columns, isTransposed: false)
    }

    /// The transpose of a matrix.
    ///
    /// `values` is (rows, columns), the operand is (columns, rows).
    @_lifetime(copy values)
    package init(transposing values: Span<Float>, rows: Int, columns: Int) {
        self.init(values, rows: rows, columns: columns, isTransposed: true)
    }

    @_lifetime(copy values)
    private init(_ values: Span<Float>, rows: Int, columns: Int, isTransposed: Bool) {
        precondition(rows > 0 && columns > 0 && rows <= Int(Int32.max) && columns <= Int(Int32.max))
        precondition(
            values.count == rows * columns, "matrix product: expected \(rows) x \(columns), got \(values.count)")
        self.values = values
        self.rows = rows
        self.columns = columns
        self.isTransposed = isTransposed
    }

    /// The rows of the operand as it takes part in the product.
    var outerRows: Int { isTransposed ? columns : rows }
    /// The columns of the operand as it takes part in the product.
    var outerColumns: Int { isTransposed ? rows : columns }
}
