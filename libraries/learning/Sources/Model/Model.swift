private import Randomness

/// A model ready to compute: its layers, and where their parameters lie.
public struct Model: Sendable {
    /// What the model was made from.
    public let description: NetworkDescription
    /// The parameters by name.
    public let layout: ParameterLayout
    /// The features of one sample.
    public let inputCount: Int
    /// The classes that it tells apart, or the values that it predicts.
    public let outputCount: Int
    /// What the model makes of one sample, in PyTorch's order.
    public var outputShape: [Int] { network.outputShape }
    /// The layers in the order of the forward pass, as people read them.
    public let summary: [LayerSummary]
    let network: Network
    let loss: Loss

    /// The model of these layers.
    ///
    /// Throws `invalidDescription` for a layer that does not fit, with the shape that it got and the one that it needs.
    public init(_ description: NetworkDescription) throws(LearningError) {
        network = try NetworkBuilder.build(description)
        self.description = description
        loss = try Loss(description.loss, outputShape: network.outputShape)
        layout = network.layout
        summary = network.summary
        inputCount = network.inputShape.reduce(1, *)
        outputCount = network.outputShape.last ?? 0
    }

    /// The predictions that one sample asks for, each right or wrong: the positions of a sequence, the outputs of a
    /// binary cross-entropy, else 1.
    public var predictionsPerSample: Int { loss.predictionsPerSample }

    /// The parameters that training with `seed` starts from, (layout.count).
    ///
    /// As PyTorch's layers initialise them (`ParameterEntry.initialisation`), with other random numbers: those of tensor
    /// number e are at stream e of `seed` for `initialisation`.
    public func initialParameters(seed: UInt64) -> FloatArena {
        let arena = FloatArena(count: layout.count)
        arena.withMutableSpan { parameters in
            for (number, entry) in layout.entries.enumerated() {
                let field = RandomField(
                    seed: seed, purpose: .initialisation, stream: UInt32(truncatingIfNeeded: number))
                for index in entry.range {
                    parameters[index] = entry.initialisation.value(at: index - entry.range.lowerBound, of: field)
                }
            }
        }
        return arena
    }
}

extension Model: Hashable {
    /// Models of one description are one.
    public static func == (left: Model, right: Model) -> Bool { left.description == right.description }

    /// Hashes the description.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
