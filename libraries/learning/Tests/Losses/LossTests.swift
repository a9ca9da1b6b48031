import Learning
import Testing

/// What losses say beside the gradient, which `LayerTests` and `PyTorchTests` hold.
@Suite struct LossTests {
    /// Outputs that are the features.
    private func evaluate(_ features: [Float], _ values: [Float], _ loss: LossDescription) throws -> BatchOutcome {
        let model = try Model(
            NetworkDescription(inputShape: [2], layers: [NamedLayer(.linear(outputs: 2))], loss: loss))
        let parameters: [Float] = [1, 0, 0, 1, 0, 0]
        return try Replica(model: model, maximumSamples: features.count / 2).evaluate(
            features: features.span, labels: .values(values.span), parameters: parameters.span)
    }

    /// An output of 0 says that the condition doesn't hold; NaN says nothing.
    @Test(
        arguments: [
            ([2, -1, 0.5, -3], [1, 0, 1, 0], 4), ([2, -1, 0.5, -3], [0, 1, 0, 1], 0),
            ([0, 0, 0, 0], [0, 0, 0, 1], 3),
            ([2, 2, 2, -2], [0.6, 0.6, 0.6, 0.4], 4), ([2, 2, 2, -2], [0.4, 0.4, 0.4, 0.6], 0),
            ([.nan, .nan, 1, 1], [1, 0, 1, 1], 2),
        ] as [([Float], [Float], Int)])
    func `a condition is right on its own side of 0`(outputs: [Float], values: [Float], correct: Int) throws {
        #expect(try evaluate(outputs, values, .binaryCrossEntropy).correct == correct)
    }

    @Test func `a squared error has the sum of the samples' mean distances`() throws {
        let outcome = try evaluate([1, 2, 3, 4], [2, 4, 2, 8], .meanSquaredError)
        #expect(outcome.errorSum == 4 && outcome.lossSum == 11 && outcome.correct == 0)
    }
}
