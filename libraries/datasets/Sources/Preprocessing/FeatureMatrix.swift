/// The raw features of a split: (samples, features), row-major.
///
/// Raw features are kept as they came, and scaled and standardised only when a batch is gathered: bytes take a
/// quarter of the memory that float32 takes, and as gathering has to read and write every feature anyway, the
/// arithmetic on the way is free beside the memory traffic.
struct FeatureMatrix: Sendable {
    enum Storage: Sendable {
        /// The features begin at `offset`; the file's header before them is kept rather than copied around.
        case bytes([UInt8], offset: Int)
        case floats([Float])
    }

    private let storage: Storage
    let sampleCount: Int
    let featureCount: Int

    /// `storage` must hold `sampleCount` times `featureCount` features.
    init(_ storage: Storage, _ sampleCount: Int, _ featureCount: Int) {
        self.storage = storage
        self.sampleCount = sampleCount
        self.featureCount = featureCount
    }

    /// Writes one sample after the other, preprocessed, into `output`, (samples, features).
    func gather(
        _ samples: [Int], _ preprocessing: FittedPreprocessing, into output: inout MutableSpan<Float>
    ) {
        switch storage {
        case .bytes(let bytes, let offset):
            let source = bytes.span
            if let table = preprocessing.byteTable {
                let table = table.span
                for (row, sample) in samples.enumerated() {
                    let (from, to) = (offset + sample * featureCount, row * featureCount)
                    for feature in 0..<featureCount {
                        output[to + feature] = table[Int(source[from + feature])]
                    }
                }
            } else {
                for (row, sample) in samples.enumerated() {
                    let (from, to) = (offset + sample * featureCount, row * featureCount)
                    for feature in 0..<featureCount {
                        output[to + feature] = preprocessing.apply(Float(source[from + feature]), feature: feature)
                    }
                }
            }
        case .floats(let floats):
            let source = floats.span
            for (row, sample) in samples.enumerated() {
                let (from, to) = (sample * featureCount, row * featureCount)
                for feature in 0..<featureCount {
                    output[to + feature] = preprocessing.apply(source[from + feature], feature: feature)
                }
            }
        }
    }

    /// For each feature the sum of its scaled values, or of their squared distances from `centre`, over `samples`.
    func sums(_ samples: Range<Int>, scale: Float, centre: [Double]?) -> [Double] {
        var sums = [Double](repeating: 0, count: featureCount)
        for sample in samples {
            for feature in 0..<featureCount {
                let value = Double(raw(sample * featureCount + feature) * scale)
                if let centre {
                    let distance = value - centre[feature]
                    sums[feature] += distance * distance
                } else {
                    sums[feature] += value
                }
            }
        }
        return sums
    }

    private func raw(_ index: Int) -> Float {
        switch storage {
        case .bytes(let bytes, let offset): Float(bytes[offset + index])
        case .floats(let floats): floats[index]
        }
    }
}
