internal import Learning

/// The models that a training step is measured with; each has its twin in `pytorch_worker.py`.
enum TrainedModel: String, CaseIterable {
    /// 784-1024-1024-10 on a batch of 128.
    case mlp
    /// 1 x 28 x 28, convolutions of 32 and 64 channels, 512 hidden, on a batch of 128.
    case lenet
    /// 4 layers, 4 heads, width 128, context 128, 65 tokens, on a batch of 16.
    case gpt

    var samples: Int { self == .gpt ? 16 : 128 }

    /// What the step may take in relation to its own matrix products.
    var limit: Double { self == .mlp ? 1.10 : 1.35 }

    func model() throws -> Model {
        switch self {
        case .mlp: try Model(.multilayerPerceptron(inputs: 784, hidden: [1024, 1024], outputs: 10))
        case .lenet: try Model(.lenet(inputShape: [1, 28, 28], outputs: 10))
        case .gpt: try Model(.gpt(tokens: 65, context: 128, width: 128, heads: 4, layers: 4))
        }
    }

    /// Images uniform in [-1, 1), or tokens.
    func features(_ model: Model) -> [Float] {
        var numbers = Numbers()
        return (0..<samples * model.inputCount).map { _ in
            self == .gpt ? Float(numbers.next(below: 65)) : Float(numbers.next(below: 1 << 20)) / Float(1 << 19) - 1
        }
    }

    func labels(_ model: Model) -> [UInt32] {
        var numbers = Numbers()
        let count = samples * model.predictionsPerSample
        return (0..<count).map { _ in UInt32(numbers.next(below: UInt64(model.outputCount))) }
    }

    /// The same numbers at every run.
    private struct Numbers {
        private var state: UInt64 = 1

        mutating func next(below bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
    }
}
