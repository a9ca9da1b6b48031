/// What a model is made of and what it takes to train it.
public struct ModelReport: Hashable, Sendable {
    /// The layers in the order of the forward pass.
    public let layers: [LayerSummary]
    /// The shape of one sample, in PyTorch's order.
    public let inputShape: [Int]
    /// All parameters.
    public let parameters: Int
    /// The samples of a micro-batch.
    public let microBatch: Int
    /// The bytes of the parameters; the gradient takes as many.
    public let parameterBytes: Int
    /// The bytes of a micro-batch's activations, with their gradients and all that layers keep.
    public let activationBytes: Int
    /// The multiplications and additions of the matrix products of one sample, forward.
    public let operationsPerSample: Int
    /// The same of forward and backward pass: three times as many.
    ///
    /// A first layer needs no gradient of its input, so this is an upper bound.
    public var trainingOperationsPerSample: Int { 3 * operationsPerSample }
}

extension Model {
    /// Describes the model at work on micro-batches of `microBatch` samples.
    ///
    /// Throws `invalidDescription` for a micro-batch that no replica can have.
    public func report(microBatch: Int) throws(LearningError) -> ModelReport {
        guard microBatch >= 1 && microBatch <= Int(Int32.max) else {
            throw .invalidDescription(
                key: "microBatch", expected: "a number of samples in 1...\(Int32.max)", got: "\(microBatch)")
        }
        let plan = try MemoryPlanner.plan(network, samples: microBatch)
        return ModelReport(
            layers: summary, inputShape: network.inputShape, parameters: layout.count, microBatch: microBatch,
            parameterBytes: layout.count * MemoryLayout<Float>.stride,
            activationBytes: plan.count * MemoryLayout<Float>.stride,
            operationsPerSample: summary.reduce(0) { $0 + $1.operations })
    }
}

extension ModelReport: CustomStringConvertible {
    /// A table of the layers, and the totals below.
    public var description: String {
        let header = ["layer", "kind", "output", "parameters", "operations"]
        let rows = layers.map {
            [$0.name, $0.kind, SampleShape.text($0.outputShape), "\($0.parameters)", "\($0.operations)"]
        }
        let table = [header] + rows
        let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column < 3 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ")
        }
        return (lines + totals).joined(separator: "\n")
    }

    private var totals: [String] {
        [
            "input \(SampleShape.text(inputShape)), \(parameters) parameters in \(parameterBytes) bytes",
            "a micro-batch of \(microBatch): \(activationBytes) bytes of activations, \(parameterBytes) of gradient",
            "a sample: \(operationsPerSample) operations forward, \(trainingOperationsPerSample) in training",
        ]
    }
}
