extension FeatureMatrix {
    /// Writes one row after the other, preprocessed, into `output`, (rows, width).
    ///
    /// `table` has the outcome for each of the bytes, where it is the same for all elements.
    func gather(
        _ rows: [Int], _ images: FittedImages, table: [Float]?, into output: inout MutableSpan<Float>
    ) {
        switch storage {
        case .bytes(let bytes, let offset):
            if let table {
                gather(rows, bytes.span, offset, into: &output, table: table.span)
            } else {
                gather(rows, bytes.span, offset, into: &output) { images.apply(Float($0), element: $1) }
            }
        case .floats(let floats):
            gather(rows, floats.span, 0, into: &output) { images.apply($0, element: $1) }
        }
    }

    private func gather(
        _ rows: [Int], _ source: Span<UInt8>, _ offset: Int, into output: inout MutableSpan<Float>, table: Span<Float>
    ) {
        for (position, row) in rows.enumerated() {
            let (from, to) = (offset + row * width, position * width)
            for element in 0..<width { output[to + element] = table[Int(source[from + element])] }
        }
    }

    @inline(__always)
    private func gather<Raw: BitwiseCopyable>(
        _ rows: [Int], _ source: Span<Raw>, _ offset: Int, into output: inout MutableSpan<Float>,
        _ apply: (Raw, Int) -> Float
    ) {
        for (position, row) in rows.enumerated() {
            let (from, to) = (offset + row * width, position * width)
            for element in 0..<width { output[to + element] = apply(source[from + element], element) }
        }
    }
}
