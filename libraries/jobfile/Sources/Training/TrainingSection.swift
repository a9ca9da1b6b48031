public import Learning

/// How steps are cut and applied.
public struct TrainingSection: Hashable, Sendable {
    /// Samples in a full step.
    public let batch: Int
    /// Samples in a full micro-batch; divides `batch`.
    public let microBatch: Int
    /// How often the training split is gone through.
    public let epochs: Int
    /// How a step changes the parameters.
    public let optimiser: Optimiser
    /// Which parameters the optimiser's weight decay acts on.
    public let decays: DecayedParameters
    /// The learning rate before the schedule.
    public let rate: Double
    /// The steps that lead up to the rate.
    public let warmUpSteps: UInt64
    /// How the rate runs behind them.
    public let decay: RateDecay
    /// The norm at which a step's mean gradient is clipped; nil for no clipping.
    public let clipping: GradientClipping?

    /// The parameters that weight decay acts on.
    public enum DecayedParameters: String, Hashable, Sendable, CaseIterable {
        /// All of them.
        case all
        /// Those of more than one dimension: no biases, and no weights of norms.
        case weights
    }

    /// How the rate runs behind the warm-up.
    public enum RateDecay: Hashable, Sendable {
        /// It stays.
        case constant
        /// Times `factor` after `every` so many steps.
        case step(every: UInt64, factor: Double)
        /// Half a cosine over the whole run, down to the rate `floor`.
        case cosine(floor: Double)
        /// One cycle over the whole run: up within the fraction `rising`, then down.
        case oneCycle(rising: Double, divisor: Double, finalDivisor: Double)
    }

    /// The schedule of a run of `totalSteps`.
    public func schedule(totalSteps: UInt64) -> Schedule {
        let shape: Schedule.Shape =
            switch decay {
            case .constant: .constant
            case .step(let every, let factor): .step(every: every, factor: factor)
            case .cosine(let floor): .cosine(total: totalSteps, floor: floor)
            case .oneCycle(let rising, let divisor, let finalDivisor):
                .oneCycle(total: totalSteps, rising: rising, divisor: divisor, finalDivisor: finalDivisor)
            }
        return Schedule(base: rate, warmUpSteps: warmUpSteps, shape: shape)
    }

    /// The parts of a model's parameter vector that no weight decay acts on.
    public func undecayed(of layout: ParameterLayout) -> [Range<Int>] {
        switch decays {
        case .all: []
        case .weights: layout.undecayed
        }
    }
}
