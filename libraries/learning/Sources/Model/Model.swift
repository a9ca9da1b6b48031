private import Randomness

/// A model ready to compute: its layers, and where their parameters lie.
public struct Model: Hashable, Sendable {
    /// What the model was made from.
    public let description: ModelDescription
    /// The parameters by name.
    public let layout: ParameterLayout
    /// The features of one sample.
    public let inputCount: Int
    /// The classes that it tells apart.
    public let outputCount: Int
    /// From the features to the logits, with ReLU behind every layer but the last.
    package let layers: [Linear]

    /// The model that `description` describes.
    ///
    /// Throws `invalidDescription` when a size is out of bounds.
    public init(_ description: ModelDescription) throws(LearningError) {
        try description.validate()
        self.description = description
        switch description {
        case .multilayerPerceptron(let inputs, let hidden, let outputs):
            var layout = ParameterLayout()
            let widths = [inputs] + hidden + [outputs]
            layers = zip(widths, widths.dropFirst()).enumerated().map { index, sizes in
                Linear(name: "fc\(index + 1)", inputs: sizes.0, outputs: sizes.1, layout: &layout)
            }
            self.layout = layout
            inputCount = inputs
            outputCount = outputs
        }
    }

    /// The parameters that training with `seed` starts from, (layout.count).
    ///
    /// As `torch.nn.Linear` initialises them: weight and bias uniform within 1 / sqrt(inputs). Element i of the tensor
    /// number e is (2 u - 1) * bound, where u is the uniform number at position i of stream e of `seed` for
    /// `initialisation`.
    public func initialParameters(seed: UInt64) -> FloatArena {
        let arena = FloatArena(count: layout.count)
        arena.withMutableSpan { parameters in
            for (number, entry) in layout.entries.enumerated() {
                let field = RandomField(
                    seed: seed, purpose: .initialisation, stream: UInt32(truncatingIfNeeded: number))
                for index in entry.range {
                    let uniform = field.uniform(at: UInt64(index - entry.range.lowerBound))
                    parameters[index] = (2 * uniform - 1) * entry.initialBound
                }
            }
        }
        return arena
    }
}
