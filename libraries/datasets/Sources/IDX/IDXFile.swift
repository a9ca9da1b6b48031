/// A file in the format of MNIST: a header, and elements in row-major order.
struct IDXFile {
    private let file: StoredFile
    private let header: IDXHeader

    /// Elements are converted in pieces of about this many.
    private static let pieceElementCount = 1 << 18

    /// Takes `file` for IDX.
    ///
    /// Throws `.idx` when it isn't, or not as long as it says.
    init(_ file: StoredFile) throws(DatasetError) {
        self.file = file
        do throws(IDXProblem) {
            header = try IDXHeader(file.bytes)
        } catch {
            throw .idx(file.path, error)
        }
    }

    var path: String { file.path }
    var sampleCount: Int { header.sampleCount }

    /// The shape of one sample, [1] where the file has one dimension.
    var featureShape: [Int] {
        header.dimensions.count == 1 ? [1] : Array(header.dimensions.dropFirst())
    }

    /// The features of every sample.
    ///
    /// Throws `.idx` for one that is not finite as float32.
    func features(workers: Workers) throws(DatasetError) -> FeatureMatrix {
        guard sampleCount > 0 else { throw .noSamples(file.path) }
        let featureCount = header.elementsPerSample
        if header.elementType == .unsignedByte {
            // The bytes stay as they are: a quarter of float32's memory and bandwidth.
            return FeatureMatrix(.bytes(file.bytes, offset: header.byteCount), sampleCount, featureCount)
        }
        let pieces = Workers.pieces(of: sampleCount * featureCount, size: IDXFile.pieceElementCount)
        let values = try workers.map(pieces.count) { (piece) throws(DatasetError) in
            try floats(pieces[piece])
        }
        return FeatureMatrix(.floats(Array(values.joined())), sampleCount, featureCount)
    }

    /// The label of every sample.
    ///
    /// Throws `.idx` for one outside `bound`.
    func labels(_ bound: LabelBound) throws(DatasetError) -> [UInt32] {
        guard header.dimensions.count == 1 else {
            throw .idx(
                file.path,
                .dimensionCount(expected: "1 dimension for labels", found: header.dimensions.count))
        }
        guard sampleCount > 0 else { throw .noSamples(file.path) }
        var labels: [UInt32] = []
        labels.reserveCapacity(sampleCount)
        for sample in 0..<sampleCount {
            let value = element(sample)
            do throws(LabelProblem) {
                labels.append(try bound.label(value, text: text(value)))
            } catch {
                throw .idx(file.path, .label(sample: sample, error))
            }
        }
        return labels
    }

    /// Throws `.unitScaling` unless the elements are unsigned bytes.
    func requireUnsignedBytes() throws(DatasetError) {
        guard header.elementType == .unsignedByte else {
            throw .unitScaling(file.path, found: header.elementType.name)
        }
    }

    private func floats(_ elements: Range<Int>) throws(DatasetError) -> [Float] {
        var floats: [Float] = []
        floats.reserveCapacity(elements.count)
        for index in elements {
            let value = element(index)
            let float = Float(value)
            guard float.isFinite else {
                throw .idx(
                    file.path, .notFinite(sample: index / header.elementsPerSample, found: text(value)))
            }
            floats.append(float)
        }
        return floats
    }

    private func element(_ index: Int) -> Double {
        let type = header.elementType
        return type.element(of: file.bytes, at: header.byteCount + index * type.byteCount)
    }

    private func text(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
