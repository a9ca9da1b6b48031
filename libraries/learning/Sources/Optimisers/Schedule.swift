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
        /// One cycle, as `torch.optim.lr_scheduler.OneCycleLR` with cosines: half a cosine from base / `divisor` up to the
        /// base rate within the fraction `rising` of the run's `total` steps, then half a cosine down to
        /// base / (`divisor` * `finalDivisor`) at the last step, and that from there on. It has no warm-up but its own.
        case oneCycle(total: UInt64, rising: Double, divisor: Double, finalDivisor: Double)
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
        case .oneCycle(let total, let rising, let divisor, let finalDivisor):
            let start = base / divisor
            let top = rising * Double(total) - 1
            let last = Double(total) - 1
            let now = min(Double(step), last)
            guard now > top else { return Self.halfCosine(from: start, to: base, at: now / top) }
            return Self.halfCosine(from: base, to: start / finalDivisor, at: (now - top) / (last - top))
        }
    }

    private static func halfCosine(from: Double, to: Double, at fraction: Double) -> Double {
        to + (from - to) * (0.5 * (1 + cosine(halfTurns: fraction)))
    }
}
