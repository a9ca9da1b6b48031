import CCallCounts
import Learning
import Testing

/// Once a replica has its memory, computing asks the heap for nothing.
///
/// Counted on the test's own thread, in whatever library it happens.
@Suite(.enabled(if: Counting.obstacle == nil, "\(Counting.obstacle ?? "")"))
struct AllocationTests {
    enum NamedModel: String, CaseIterable {
        case mlp
        case lenet
        case smallResidualNetwork
        case gpt

        func model() throws -> Model {
            switch self {
            case .mlp: try Model(.multilayerPerceptron(inputs: 100, hidden: [64, 33], outputs: 10))
            case .lenet:
                try Model(.lenet(inputShape: [1, 28, 28], channels: [8, 9], hidden: 33, outputs: 10))
            case .smallResidualNetwork:
                try Model(.smallResidualNetwork(inputShape: [3, 16, 16], outputs: 10))
            case .gpt: try Model(.gpt(tokens: 65, context: 70, width: 24, heads: 2, layers: 2, dropout: 0.1))
            }
        }
    }

    @Test(arguments: NamedModel.allCases)
    func `a step and an evaluation allocate nothing`(named: NamedModel) throws {
        let model = try named.model()
        let samples = 4
        let replica = try Replica(model: model, maximumSamples: samples)
        let parameters = model.initialParameters(seed: 1)
        let features =
            named == .gpt
            ? randomClasses(samples * model.inputCount, below: 65).map { Float($0) }
            : randomFloats(samples * model.inputCount)
        let labels = randomClasses(samples * model.predictionsPerSample, below: model.outputCount)
        let ids = (0..<UInt64(samples)).map { $0 }
        let gradient = FloatArena(count: model.layout.count)
        func work() throws {
            _ = try gradient.withMutableSpan { span throws(LearningError) in
                try replica.gradient(
                    features: features.span, labels: .classIndices(labels.span), parameters: parameters.span,
                    keys: SampleKeys(seed: 1, step: 2, sampleIds: ids.span), into: &span)
            }
            _ = try replica.evaluate(
                features: features.span, labels: .classIndices(labels.span), parameters: parameters.span)
        }
        // What the runtime and OpenBLAS make at first use is made here.
        try work()
        let before = call_counts().allocations
        try work()
        #expect(call_counts().allocations - before == 0)
        _ = FloatArena(count: 1)
        #expect(call_counts().allocations > before, "an arena is an allocation, so counting works")
    }
}

/// Whether the heap's calls can be counted here.
private enum Counting {
    static var obstacle: String? {
        #if DEBUG
        return "without optimisation generic code boxes its values"
        #else
        return call_counts_obstacle().map { String(cString: $0) }
        #endif
    }
}
