import Learning
import Testing

@Suite struct SoftmaxCrossEntropyTests {
    @Test(arguments: [2, 5, 8, 9, 16, 100])
    func `loss and gradient agree with a Double reference and its central differences`(classCount: Int) {
        let logits = randomFloats(4 * classCount, scale: 8)
        let labels = randomClasses(4, below: classCount)
        let (outcome, gradient) = run(logits, labels, classCount)
        let value: ([Double]) -> Double = { point in
            (0..<4).reduce(0) { sum, sample in
                sum
                    + crossEntropy(
                        Array(point[sample * classCount..<(sample + 1) * classCount]), label: Int(labels[sample]))
            }
        }
        let exact = logits.map(Double.init)
        #expect(abs(outcome.lossSum - value(exact)) < 1e-6 * (1 + value(exact)))
        #expect(greatestDeviation(gradient, centralDifferences(at: exact, value)) < 1e-6)
    }

    @Test func `the loss alone has the bits of the loss with a gradient`() {
        let logits = randomFloats(6 * 11, scale: 5)
        let labels = randomClasses(6, below: 11)
        let alone = SoftmaxCrossEntropy(classCount: 11).forward(logits.span, labels: labels.span, samples: 6)
        #expect(alone == run(logits, labels, 11).outcome)
    }

    @Test(arguments: [
        ([Float(1), 2, 3], UInt32(2), 1), ([1, 2, 3], 1, 0), ([3, 3, 1], 0, 1), ([3, 3, 1], 1, 0), ([2, 3, 3], 1, 1),
        ([2, 3, 3], 2, 0), ([-1, -1, -1], 0, 1), ([.nan, 1, 2], 2, 0), ([1, 2, .nan], 1, 0),
        ([.nan, .nan, .nan], 0, 0),
        ([3, 1, .nan], 0, 0),
    ])
    func `the first of the greatest logits wins, and NaN never`(logits: [Float], label: UInt32, correct: Int) {
        #expect(run(logits, [label], 3).outcome.correct == correct)
    }

    @Test func `logits far apart neither overflow nor lose the loss`() {
        let (outcome, gradient) = run([1000, -1000, 0], [1], 3)
        #expect(outcome.lossSum == 2000)
        #expect(gradient == [1, -1, 0])
    }

    @Test func `a NaN among the logits makes that sample's gradient NaN and no other's`() {
        let (outcome, gradient) = run([0, 1, .nan, 0, 1, 2], [0, 0], 3)
        #expect(outcome.lossSum.isNaN)
        #expect(gradient.prefix(3).allSatisfy { $0.isNaN })
        #expect(gradient.suffix(3).allSatisfy { $0.isFinite })
    }

    private func run(
        _ logits: [Float], _ labels: [UInt32], _ classCount: Int
    ) -> (outcome: BatchOutcome, gradient: [Float]) {
        let arena = FloatArena([Float](repeating: .nan, count: logits.count))
        let outcome = arena.withMutableSpan {
            SoftmaxCrossEntropy(classCount: classCount).forwardAndBackward(
                logits.span, labels: labels.span, samples: labels.count, gradient: &$0)
        }
        return (outcome, arena.array)
    }
}
