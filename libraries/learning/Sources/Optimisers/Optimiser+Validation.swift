extension Optimiser {
    /// Throws `invalidDescription` for the first value out of bounds.
    public func validate() throws(LearningError) {
        switch self {
        case .sgd(let momentum, let nesterov, let weightDecay):
            try Self.requireFraction(momentum, "optimiser.momentum")
            if nesterov && momentum == 0 {
                throw .invalidDescription(
                    key: "optimiser.nesterov", expected: "false, or a momentum above 0", got: "true")
            }
            try Self.requireFiniteAndNotNegative(weightDecay, "optimiser.weightDecay")
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            try Self.requireFraction(beta1, "optimiser.beta1")
            try Self.requireFraction(beta2, "optimiser.beta2")
            guard Float(epsilon) > 0 && Float(epsilon).isFinite else {
                throw .invalidDescription(
                    key: "optimiser.epsilon", expected: "a number above 0 that a float can hold", got: "\(epsilon)")
            }
            try Self.requireFiniteAndNotNegative(weightDecay, "optimiser.weightDecay")
        case .lion(let beta1, let beta2, let weightDecay):
            try Self.requireFraction(beta1, "optimiser.beta1")
            try Self.requireFraction(beta2, "optimiser.beta2")
            try Self.requireFiniteAndNotNegative(weightDecay, "optimiser.weightDecay")
        }
    }

    private static func requireFraction(_ value: Double, _ key: String) throws(LearningError) {
        guard value >= 0 && value < 1 else {
            throw .invalidDescription(key: key, expected: "a number in [0, 1)", got: "\(value)")
        }
    }

    private static func requireFiniteAndNotNegative(_ value: Double, _ key: String) throws(LearningError) {
        guard value >= 0 && value.isFinite else {
            throw .invalidDescription(key: key, expected: "a finite number of at least 0", got: "\(value)")
        }
    }
}
