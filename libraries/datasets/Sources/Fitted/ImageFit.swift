/// Fits the preprocessing of images on the training split.
///
/// Means and deviations are those of the whole split, with population variance, summed as `ChunkedSums` says.
struct ImageFit {
    let data: DataDescription
    let matrix: FeatureMatrix
    /// The rows of the training split.
    let rows: RowSelection
    let workers: Workers

    private var scale: Float { data.scaling == .unit ? 1 / 255 : 1 }

    /// What the training split says of images of this shape.
    func images(shape: [Int]) -> FittedImages {
        let count = Double(rows.count)
        switch data.standardisation {
        case .none:
            return FittedImages(shape: shape, scale: scale, mean: [], deviation: [])
        case .feature:
            let mean = sums(centre: nil).map { $0 / count }
            let squares = sums(centre: mean)
            return FittedImages(
                shape: shape, scale: scale, mean: mean.map(Float.init),
                deviation: squares.map { ChunkedSums.deviation(variance: $0 / count) })
        case .global:
            let total = count * Double(matrix.width)
            let mean = sums(centre: nil).reduce(0, +) / total
            let squares = sums(centre: Array(repeating: mean, count: matrix.width)).reduce(0, +)
            return FittedImages(
                shape: shape, scale: scale, mean: [Float(mean)],
                deviation: [ChunkedSums.deviation(variance: squares / total)])
        }
    }

    /// For each element the sum of its scaled values, or of their squared distances from `centre`.
    private func sums(centre: [Double]?) -> [Double] {
        let scale = scale
        return ChunkedSums.sums(rows.count, workers: workers) { samples in
            switch matrix.storage {
            case .bytes(let bytes, let offset):
                sums(samples, bytes.span, offset, centre) { Double(Float($0) * scale) }
            case .floats(let floats):
                sums(samples, floats.span, 0, centre) { Double($0 * scale) }
            }
        }
    }

    @inline(__always)
    private func sums<Raw: BitwiseCopyable>(
        _ samples: Range<Int>, _ source: Span<Raw>, _ offset: Int, _ centre: [Double]?, _ scaled: (Raw) -> Double
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: matrix.width)
        for sample in samples {
            let from = offset + rows[sample] * matrix.width
            for element in 0..<matrix.width {
                let value = scaled(source[from + element])
                if let centre {
                    let distance = value - centre[element]
                    sums[element] += distance * distance
                } else {
                    sums[element] += value
                }
            }
        }
        return sums
    }
}
