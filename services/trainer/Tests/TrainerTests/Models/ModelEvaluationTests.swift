import Datasets
import Learning
import Testing
import Trainer

@Suite struct ModelEvaluationTests {
    @Test func `classes have an accuracy`() throws {
        var evaluation = ModelEvaluation(.classes(FittedClasses(count: 3)), predictionsPerSample: 1)
        evaluation.add(samples: 3, BatchOutcome(lossSum: 2, correct: 2), outputs: [], values: [])
        evaluation.add(samples: 1, BatchOutcome(lossSum: 4, correct: 1), outputs: [], values: [])
        let report = evaluation.report(droppedRows: 5)
        #expect(report.samples == 4 && report.loss == 1.5 && report.accuracy == 0.75)
        #expect(try report.json() == #"{"accuracy":0.75,"droppedRows":5,"loss":1.5,"samples":4}"#)
    }

    @Test func `numbers have an error in their own unit`() {
        let target = FittedTarget.number(FittedNumberTarget(label: "delay", mean: 10, deviation: 4))
        var evaluation = ModelEvaluation(target, predictionsPerSample: 1)
        evaluation.add(samples: 2, BatchOutcome(lossSum: 5, correct: 0), outputs: [1, 2], values: [0, 4])
        let report = evaluation.report(droppedRows: 0)
        #expect(report.meanAbsoluteError == 6 && report.accuracy == nil && report.perplexity == nil)
    }

    @Test func `a text has a perplexity and an accuracy over its positions`() {
        var evaluation = ModelEvaluation(.nextToken, predictionsPerSample: 8)
        evaluation.add(samples: 2, BatchOutcome(lossSum: 0, correct: 4), outputs: [], values: [])
        let report = evaluation.report(droppedRows: 0)
        #expect(report.perplexity == 1 && report.accuracy == 0.25)
    }
}
