import Learning
import Reduction
import WireProtocol

/// What a trainer has to push, computed here from the same samples.
struct Reference {
    /// A sum of gradients with its statistics.
    final class Value: Summable {
        var gradient: [Float]
        var statistics: Statistics

        init(gradient: [Float], statistics: Statistics) {
            self.gradient = gradient
            self.statistics = statistics
        }

        func add(right: consuming Value) {
            for index in gradient.indices { gradient[index] += right.gradient[index] }
            statistics.add(right: right.statistics)
        }

        func hasSameBits(as other: Value) -> Bool {
            gradient.map(\.bitPattern) == other.gradient.map(\.bitPattern)
                && statistics.hasSameBits(as: other.statistics)
        }
    }

    let parameters: FloatArena
    var run = Stage.run

    /// The nodes of a lease of step `step`, in order.
    func nodes(_ leaves: Range<Int>, step: UInt64, leafCount: Int) throws -> [(node: NodeInterval, value: Value)] {
        let model = try Model(run.model)
        let replica = try Replica(model: model, maximumSamples: 3)
        var sum = NodeSum<Value>(leafCount: leafCount)
        for leaf in leaves {
            let samples = Stage.samples(
                MicroBatchRequest(
                    dataset: Stage.run.dataset.digest, split: .training, seed: 1, batch: 8, microBatch: 2, step: step,
                    index: leaf))
            let (features, labels) = (Stage.features(samples), Stage.labels(samples))
            let gradient = FloatArena(count: model.layout.count)
            let parameters = parameters
            let (seed, ids) = (run.seed, samples.map { UInt64($0) })
            let outcome = try gradient.withMutableSpan { span throws(LearningError) in
                try replica.gradient(
                    features: features.span, labels: .classIndices(labels.span), parameters: parameters.span,
                    keys: SampleKeys(seed: seed, step: step, sampleIds: ids.span), into: &span)
            }
            let span = gradient.span
            _ = sum.insert(
                Value(
                    gradient: span.indices.map { span[$0] },
                    statistics: Statistics(
                        samples: UInt64(samples.count), lossSum: outcome.lossSum, correct: UInt64(outcome.correct),
                        ledger: Ledger.sum(epoch: step / 3, sampleIds: samples.map { UInt64($0) }))),
                at: .leaf(leaf, of: leafCount))
        }
        return sum.takeAll()
    }
}
