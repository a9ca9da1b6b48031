internal import Learning
internal import WireProtocol

/// Turns the batches that compute serves into what a replica takes.
///
/// Numbers are read where they lie. Tokens become floats, in memory that is taken once.
struct BatchInputs: ~Copyable {
    private var tokens: [Float] = []

    /// Gives `body` the features, (samples, inputs), and the labels of a batch.
    mutating func with<Result>(
        _ batch: MicroBatch, _ body: (Span<Float>, borrowing Labels) throws(LearningError) -> Result
    ) throws(LearningError) -> Result {
        switch batch.features {
        case .numbers(let values): return try Self.with(values.span, batch.labels, body)
        case .tokens(let values):
            widen(values.span)
            return try Self.with(tokens.span.extracting(0..<values.count), batch.labels, body)
        }
    }

    private mutating func widen(_ values: Span<UInt32>) {
        if tokens.count < values.count { tokens = [Float](repeating: 0, count: values.count) }
        for index in values.indices { tokens[index] = Float(values[index]) }
    }

    private static func with<Result>(
        _ features: Span<Float>, _ labels: WireLabels,
        _ body: (Span<Float>, borrowing Labels) throws(LearningError) -> Result
    ) throws(LearningError) -> Result {
        switch labels {
        case .classIndices(let values), .nextTokens(let values): try body(features, .classIndices(values.span))
        case .oneHot(let values, _): try body(features, .oneHot(values.span))
        case .values(let values, _): try body(features, .values(values.span))
        }
    }
}
