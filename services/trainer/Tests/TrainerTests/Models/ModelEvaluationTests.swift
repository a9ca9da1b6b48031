import Datasets
import Learning
import Testing
import Trainer

@Suite struct ModelEvaluationTests {
    static func model(_ layers: [LayerDescription], _ loss: LossDescription = .crossEntropy()) throws -> Model {
        try Model(NetworkDescription(inputShape: [8], layers: layers.map { NamedLayer($0) }, loss: loss))
    }

    @Test func `classes have an accuracy`() throws {
        var evaluation = try ModelEvaluation(
            Self.model([.linear(outputs: 3)]), .classes(FittedClasses(count: 3)))
        evaluation.add(samples: 3, BatchOutcome(lossSum: 2, correct: 2))
        evaluation.add(samples: 1, BatchOutcome(lossSum: 4, correct: 1))
        let report = evaluation.report(droppedRows: 5)
        #expect(report.samples == 4 && report.loss == 1.5 && report.accuracy == 0.75)
        #expect(try report.json() == #"{"accuracy":0.75,"droppedRows":5,"loss":1.5,"samples":4}"#)
    }

    @Test(arguments: [
        (FittedTarget.number(FittedNumberTarget(label: "delay", mean: 10, deviation: 4)), 6.0),
        (FittedTarget.condition(label: "delay", .above(15)), 1.5),
    ])
    func `a squared error has a mean in the label's own unit`(target: FittedTarget, error: Double) throws {
        var evaluation = try ModelEvaluation(Self.model([.linear(outputs: 1)], .meanSquaredError), target)
        evaluation.add(samples: 2, BatchOutcome(lossSum: 5, correct: 0, errorSum: 3))
        let report = evaluation.report(droppedRows: 0)
        #expect(report.meanAbsoluteError == error && report.accuracy == nil && report.perplexity == nil)
    }

    @Test func `a text has a perplexity and an accuracy over its positions`() throws {
        var evaluation = try ModelEvaluation(
            Self.model([.embedding(tokens: 3, width: 2), .linear(outputs: 3)]), .nextToken)
        evaluation.add(samples: 2, BatchOutcome(lossSum: 0, correct: 4))
        let report = evaluation.report(droppedRows: 0)
        #expect(report.perplexity == 1 && report.accuracy == 0.25)
    }
}
