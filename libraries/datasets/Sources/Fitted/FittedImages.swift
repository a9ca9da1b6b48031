/// What is done to every raw element x of an image: (x scale - mean) / deviation, in float32.
public struct FittedImages: Hashable, Sendable, Codable {
    /// The shape of one sample, for example [28, 28].
    public var shape: [Int]
    /// What every element is multiplied by.
    public var scale: Float
    /// Subtracted behind the scaling: empty, or one value for all elements, or one for each.
    public var mean: [Float]
    /// Divided by behind that: as many; never 0.
    public var deviation: [Float]

    /// Puts it together.
    public init(shape: [Int], scale: Float, mean: [Float], deviation: [Float]) {
        self.shape = shape
        self.scale = scale
        self.mean = mean
        self.deviation = deviation
    }

    /// The outcome for one raw value of element number `element`.
    func apply(_ raw: Float, element: Int) -> Float {
        let scaled = raw * scale
        switch mean.count {
        case 0: return scaled
        case 1: return (scaled - mean[0]) / deviation[0]
        default: return (scaled - mean[element]) / deviation[element]
        }
    }

    /// The outcome for each of the bytes, where it is the same for all elements.
    var byteTable: [Float]? {
        mean.count > 1 ? nil : (0..<256).map { apply(Float($0), element: 0) }
    }

    func validate() throws(PreprocessingProblem) {
        guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), shape.saturatingProduct < Int.max else {
            throw .value("images.shape", expected: "sizes of at least 1", found: "\(shape)")
        }
        guard scale.isFinite else { throw .value("images.scale", expected: "a finite number", found: "\(scale)") }
        guard [0, 1, shape.saturatingProduct].contains(mean.count) else {
            throw .value(
                "images.mean", expected: "none, one, or \(shape.saturatingProduct) numbers", found: "\(mean.count)")
        }
        guard deviation.count == mean.count else {
            throw .value("images.deviation", expected: "\(mean.count) numbers", found: "\(deviation.count)")
        }
        for (mean, deviation) in zip(mean, deviation) {
            try PreprocessingProblem.requireStandardisation(mean, deviation, "images")
        }
    }
}
