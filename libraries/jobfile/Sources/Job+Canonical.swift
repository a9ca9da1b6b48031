internal import Learning

extension Job {
    /// All keys that the result depends on, but for the data and the model: those are known only when the data is open,
    /// the one by a digest that covers its description, the other by its text.
    ///
    /// Equal texts mean equal runs. Numbers are in their shortest form that reads back as the same bits.
    public var canonicalText: String {
        [
            "pangea job 1",
            "seed \(seed)",
            "batch \(training.batch)",
            "microBatch \(training.microBatch)",
            "epochs \(training.epochs)",
            "optimiser \(optimiserText)",
            training.decays == .all ? nil : "decays \(training.decays.rawValue)",
            "rate \(training.rate)",
            "warmUpSteps \(training.warmUpSteps)",
            "decay \(decayText)",
            training.clipping.map { "clipNorm \($0.maximumNorm)" },
            "numerics \(numerics.blasKernel) \(numerics.blasThreads)",
            "evaluationBatch \(evaluation.batch)",
            "bucketParameters \(exchange.bucketParameters)",
        ].compactMap(\.self).joined(separator: "\n")
    }

    private var optimiserText: String {
        switch training.optimiser {
        case .sgd(let momentum, let nesterov, let weightDecay): "sgd \(momentum) \(nesterov) \(weightDecay)"
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            "adamW \(beta1) \(beta2) \(epsilon) \(weightDecay)"
        case .lion(let beta1, let beta2, let weightDecay): "lion \(beta1) \(beta2) \(weightDecay)"
        }
    }

    private var decayText: String {
        switch training.decay {
        case .constant: "constant"
        case .step(let every, let factor): "step \(every) \(factor)"
        case .cosine(let floor): "cosine \(floor)"
        case .oneCycle(let rising, let divisor, let finalDivisor): "oneCycle \(rising) \(divisor) \(finalDivisor)"
        }
    }
}
