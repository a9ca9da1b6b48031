/// Memory of rows that several workers write, each rows of its own.
@safe struct DisjointRows<Element: BitwiseCopyable>: @unchecked Sendable {
    // Unchecked: no two workers are given the same rows.

    private let elements: UnsafeMutableBufferPointer<Element>
    private let width: Int

    /// Rows of `width` elements in `elements`, which outlives this value.
    @unsafe init(_ elements: UnsafeMutableBufferPointer<Element>, width: Int) {
        unsafe self.elements = elements
        self.width = width
    }

    /// Lets `body` write `rows`.
    func withRows<Result, Failure: Error>(
        _ rows: Range<Int>, _ body: (inout MutableSpan<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Rebasing checks the bounds; nobody else has these rows.
        let part = unsafe UnsafeMutableBufferPointer(
            rebasing: elements[rows.lowerBound * width..<rows.upperBound * width])
        var span = unsafe MutableSpan(_unsafeElements: part)
        return try body(&span)
    }
}
