/// The learning rate as a function of the step, as the job file says it.
///
/// Steps count from 0 over the whole run. The first `warmUpSteps` W lead up to the base rate in equal parts, step t
/// having base * (t + 1) / W; behind them `shape` rules.
public struct Schedule: Hashable, Sendable {
    /// How the rate runs behind the warm-up.
    public enum Shape: Hashable, Sendable {
        /// The base rate throughout.
        case constant
        /// The base rate times `factor` to the number of whole `every` steps since the warm-up.
        case step(every: UInt64, factor: Double)
        /// Half a cosine from the base rate, behind the warm-up, to the rate `floor` at step `total` of the run, and
        /// `floor` from there on.
        case cosine(total: UInt64, floor: Double)
    }

    /// The base rate.
    public let base: Double
    /// The number of steps in the warm-up.
    public let warmUpSteps: UInt64
    /// How the rate runs behind the warm-up.
    public let shape: Shape

    /// A schedule of these values.
    ///
    /// `validate()` tells whether they make sense.
    public init(base: Double, warmUpSteps: UInt64 = 0, shape: Shape = .constant) {
        self.base = base
        self.warmUpSteps = warmUpSteps
        self.shape = shape
    }

    /// The rate of `step`: the same bits on every processor.
    public func rate(at step: UInt64) -> Double {
        guard step >= warmUpSteps else { return base * (Double(step + 1) / Double(warmUpSteps)) }
        let sinceWarmUp = step - warmUpSteps
        switch shape {
        case .constant:
            return base
        case .step(let every, let factor):
            return base * power(factor, sinceWarmUp / every)
        case .cosine(let total, let floor):
            guard step < total else { return floor }
            let fraction = Double(sinceWarmUp) / Double(total - warmUpSteps)
            return floor + (base - floor) * (0.5 * (1 + cosine(halfTurns: fraction)))
        }
    }
}
