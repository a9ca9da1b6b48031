extension ModelDescription {
    /// The greatest size of one layer.
    ///
    /// With `maximumHiddenLayers` and `maximumParameters` it bounds what a description from outside can make us allocate.
    public static let maximumWidth = 1 << 24
    /// The greatest number of layers in a network.
    public static let maximumLayers = 4096
    /// The greatest number of hidden layers.
    public static let maximumHiddenLayers = 1024
    /// The greatest number of parameters, 16 GiB of floats.
    public static let maximumParameters = 1 << 32

    /// Throws `invalidDescription` for the first size that is out of bounds.
    public func validate() throws(LearningError) {
        switch self {
        case .multilayerPerceptron(let inputs, let hidden, let outputs):
            try Self.validate(inputs, least: 1, key: "model.inputs")
            guard hidden.count <= Self.maximumHiddenLayers else {
                throw .invalidDescription(
                    key: "model.hidden", expected: "at most \(Self.maximumHiddenLayers) sizes",
                    got: "\(hidden.count)")
            }
            for (index, width) in hidden.enumerated() {
                try Self.validate(width, least: 1, key: "model.hidden[\(index)]")
            }
            try Self.validate(outputs, least: 2, key: "model.outputs")
            try validateParameterCount(widths: [inputs] + hidden + [outputs])
        }
    }

    private static func validate(_ width: Int, least: Int, key: String) throws(LearningError) {
        guard width >= least && width <= maximumWidth else {
            throw .invalidDescription(key: key, expected: "a size in \(least)...\(maximumWidth)", got: "\(width)")
        }
    }

    private func validateParameterCount(widths: [Int]) throws(LearningError) {
        // No overflow: at most 1025 layers of (2^24 + 1) * 2^24 parameters.
        let count = zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
        guard count <= Self.maximumParameters else {
            throw .invalidDescription(
                key: "model", expected: "at most \(Self.maximumParameters) parameters", got: "\(count)")
        }
    }
}
