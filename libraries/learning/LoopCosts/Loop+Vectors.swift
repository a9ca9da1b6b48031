internal import Learning
internal import Reduction

// Loops over flat vectors: adding, norms, optimisers.
extension Loop {
    private static let count = 1 << 15

    static var ofVectors: [Loop] { sums + optimisers }

    private static var sums: [Loop] {
        let (left, right, sum) = (filled(), filled(), FloatArena(count: count))
        return [
            Loop("adding in place", elements: count, limit: 1.3) {
                sum.withMutableSpan { _ = addRight(right.span, into: &$0) }
            },
            Loop("adding", elements: count, limit: 1.3) {
                sum.withMutableSpan { _ = addRight(right.span, to: left.span, into: &$0) }
            },
            Loop("is finite", elements: count, limit: 0.8) { _ = isFinite(left.span) },
            Loop("all finite", elements: count, limit: 1.1) { _ = left.span.allFinite },
            Loop("squared norm", elements: count, limit: 2.2) { _ = left.span.squaredNorm },
        ]
    }

    private static var optimisers: [Loop] {
        let rules: [(name: String, optimiser: Optimiser, limit: Double)] = [
            ("sgd", .sgd(momentum: 0, nesterov: false, weightDecay: 0.01), 2.9),
            ("sgd with momentum", .sgd(momentum: 0.9, nesterov: false, weightDecay: 0.01), 4.5),
            ("sgd with Nesterov's momentum", .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.01), 4.5),
            ("AdamW", .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01), 6.7),
            ("Lion", .lion(beta1: 0.9, beta2: 0.99, weightDecay: 0.01), 8.3),
        ]
        let gradient = filled()
        return rules.map { name, optimiser, limit in
            let committed = TrainingState(parameters: filled(), optimiser: optimiser)
            let next = TrainingState(parameterCount: count, optimiser: optimiser)
            return Loop(name, elements: count, limit: limit) {
                optimiser.apply(
                    0..<count, step: 3, rate: 0.1, gradientSum: gradient.span, sampleCount: 7, from: committed,
                    into: next)
            }
        }
    }

    private static func filled() -> FloatArena {
        let arena = FloatArena(count: count)
        arena.withMutableSpan { span in
            for index in span.indices { span[index] = Float(index % 97) / 97 }
        }
        return arena
    }
}
