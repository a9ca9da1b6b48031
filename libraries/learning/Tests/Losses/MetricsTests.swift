import Learning
import Testing

@Suite struct MetricsTests {
    @Test(arguments: [(1, 1), (2, 3), (3, 3), (4, 4)])
    func `a class counts when fewer than k come before it`(k: Int, correct: Int) {
        let outputs: [Float] = [9, 1, 2, 3, 4, 5, 5, 1, 0, 3, 3, 1, 7, 6, 5, 4, .nan, 1, 2, 9]
        let classes: [UInt32] = [0, 2, 2, 3, 3]
        #expect(
            Metrics.correct(amongFirst: k, outputs: outputs.span, classes: classes.span, classCount: 4) == correct)
    }

    @Test func `absolute errors are summed`() {
        let (outputs, values): ([Float], [Float]) = ([1, -2, 3], [2, 2, 3])
        #expect(Metrics.absoluteErrorSum(outputs: outputs.span, values: values.span) == 5)
    }

    @Test func `a model that knows nothing of 65 tokens has a perplexity of 65`() {
        #expect(abs(Metrics.perplexity(meanLoss: 4.174_387_269_895_637) - 65) < 1e-10)
    }
}
