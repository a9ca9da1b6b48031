import Learning
import Orchestrator
import Reduction
import RunRecords
import Testing

@Suite struct QualityMeasureTests {
    static let statistics = Statistics(samples: 4, lossSum: 8, correct: 6, ledger: 0, errorSum: 3)

    static func measure(_ inputShape: [Int], _ layers: [LayerDescription], _ loss: LossDescription) throws
        -> QualityMeasure
    {
        QualityMeasure(
            of: try Model(
                NetworkDescription(inputShape: inputShape, layers: layers.map { NamedLayer($0) }, loss: loss)))
    }

    @Test func `the loss decides what an evaluation says beside it`() throws {
        let classes = try Self.measure([3], [.linear(outputs: 2)], .crossEntropy())
        #expect(classes == .accuracy(predictionsPerSample: 1))
        let text = try Self.measure([2], [.embedding(tokens: 5, width: 3), .linear(outputs: 5)], .crossEntropy())
        #expect(text == .perplexity(positions: 2))
        let conditions = try Self.measure([3], [.linear(outputs: 3)], .binaryCrossEntropy)
        #expect(conditions == .accuracy(predictionsPerSample: 3))
        #expect(try Self.measure([3], [.linear(outputs: 1)], .meanSquaredError) == .absoluteError)
    }

    @Test func `an epoch's accuracy is of predictions, its error of samples`() {
        func result(_ measure: QualityMeasure) -> EpochResult {
            EpochResult(epoch: 3, training: Self.statistics, evaluation: Self.statistics, measure: measure)
        }
        #expect(result(.perplexity(positions: 3)).evaluationAccuracy == 0.5)
        #expect(result(.accuracy(predictionsPerSample: 2)).trainingAccuracy == 0.75)
        #expect(result(.accuracy(predictionsPerSample: 2)).evaluationError == nil)
        #expect(result(.absoluteError).evaluationError == 0.75 && result(.absoluteError).evaluationLoss == 2)
    }

    @Test(
        arguments: [
            ("target: {accuracy: 0.5, loss: 2}", nil), ("target: {}", nil),
            (
                "target: {perplexity: 3}",
                "target.perplexity: expected none, for the model's loss doesn't tell of it, got 3.0"
            ),
            (
                "target: {meanAbsoluteError: 0}",
                "target.meanAbsoluteError: expected none, for the model's loss doesn't tell of it, got 0.0"
            ),
        ] as [(String, String?)])
    func `a target that evaluations can't tell of is refused before the run`(target: String, message: String?) {
        do {
            _ = try Samples.context("\(Samples.yaml)\n\(target)")
            #expect(message == nil)
        } catch {
            #expect("\(error)" == message)
        }
    }
}
