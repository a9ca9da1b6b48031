/// What is done to every raw feature x: (x scale - mean) / deviation, in float32.
///
/// Means and deviations are those of the whole training split, with population variance. They are summed in float64
/// over chunks of a fixed number of samples, whose sums are added pairwise: cores don't change a bit.
struct FittedPreprocessing: Sendable {
    /// Samples in a chunk.
    static let chunkSampleCount = 1024

    let scale: Float
    /// Empty, one value, or one a feature.
    let mean: [Float]
    /// Likewise; never 0: a feature that doesn't vary is divided by 1.
    let deviation: [Float]
    /// The outcome for each of the bytes, where it is the same for all features.
    let byteTable: [Float]?

    init(fittedTo matrix: FeatureMatrix, _ data: DataDescription, workers: Workers) {
        scale = data.scaling == .unit ? 1 / 255 : 1
        switch data.standardisation {
        case .none:
            (mean, deviation) = ([], [])
        case .feature:
            let count = Double(matrix.sampleCount)
            let mean = Self.sums(matrix, scale: scale, centre: nil, workers).map { $0 / count }
            let squares = Self.sums(matrix, scale: scale, centre: mean, workers)
            self.mean = mean.map(Float.init)
            deviation = squares.map { Self.deviation($0 / count) }
        case .global:
            let count = Double(matrix.sampleCount) * Double(matrix.featureCount)
            let mean = Self.sums(matrix, scale: scale, centre: nil, workers).reduce(0, +) / count
            let centre = Array(repeating: mean, count: matrix.featureCount)
            let squares = Self.sums(matrix, scale: scale, centre: centre, workers).reduce(0, +)
            self.mean = [Float(mean)]
            deviation = [Self.deviation(squares / count)]
        }
        let (scale, mean, deviation) = (scale, mean, deviation)
        byteTable =
            mean.count > 1
            ? nil
            : (0..<256).map { byte in
                Self.apply(Float(byte), scale: scale, mean: mean.first, deviation: deviation.first)
            }
    }

    /// The outcome for one raw value of a feature.
    func apply(_ raw: Float, feature: Int) -> Float {
        switch mean.count {
        case 0: Self.apply(raw, scale: scale, mean: nil, deviation: nil)
        case 1: Self.apply(raw, scale: scale, mean: mean[0], deviation: deviation[0])
        default: Self.apply(raw, scale: scale, mean: mean[feature], deviation: deviation[feature])
        }
    }

    private static func apply(_ raw: Float, scale: Float, mean: Float?, deviation: Float?) -> Float {
        let scaled = raw * scale
        guard let mean, let deviation else { return scaled }
        return (scaled - mean) / deviation
    }

    private static func deviation(_ variance: Double) -> Float {
        let deviation = Float(variance.squareRoot())
        return deviation > 0 && deviation.isFinite ? deviation : 1
    }

    private static func sums(
        _ matrix: FeatureMatrix, scale: Float, centre: [Double]?, _ workers: Workers
    ) -> [Double] {
        let chunks = Workers.pieces(of: matrix.sampleCount, size: chunkSampleCount)
        var sums = workers.map(chunks.count) { chunk in
            matrix.sums(chunks[chunk], scale: scale, centre: centre)
        }
        while sums.count > 1 {
            sums = stride(from: 0, to: sums.count, by: 2).map { left in
                left + 1 < sums.count ? zip(sums[left], sums[left + 1]).map { $0 + $1 } : sums[left]
            }
        }
        return sums.first ?? []
    }
}
