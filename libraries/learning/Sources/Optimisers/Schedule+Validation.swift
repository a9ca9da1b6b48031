extension Schedule {
    /// Throws `invalidDescription` for the first value out of bounds.
    public func validate() throws(LearningError) {
        guard base > 0 && base.isFinite else {
            throw .invalidDescription(
                key: "schedule.base", expected: "a finite rate above 0", got: "\(base)")
        }
        switch shape {
        case .constant:
            break
        case .step(let every, let factor):
            guard every >= 1 else {
                throw .invalidDescription(key: "schedule.every", expected: "at least 1 step", got: "\(every)")
            }
            guard factor > 0 && factor <= 1 else {
                throw .invalidDescription(
                    key: "schedule.factor", expected: "a number above 0 and at most 1", got: "\(factor)")
            }
        case .cosine(let total, let floor):
            guard total > warmUpSteps else {
                throw .invalidDescription(
                    key: "schedule.total", expected: "more than the \(warmUpSteps) steps of the warm-up",
                    got: "\(total)")
            }
            guard floor >= 0 && floor <= base else {
                throw .invalidDescription(
                    key: "schedule.floor", expected: "a rate in 0...\(base)", got: "\(floor)")
            }
        case .oneCycle(let total, let rising, let divisor, let finalDivisor):
            try validate(total: total, rising: rising, divisor: divisor, finalDivisor: finalDivisor)
        }
    }

    private func validate(
        total: UInt64, rising: Double, divisor: Double, finalDivisor: Double
    ) throws(LearningError) {
        guard warmUpSteps == 0 else {
            throw .invalidDescription(
                key: "schedule.warmUpSteps", expected: "0 with one cycle, which warms up itself", got: "\(warmUpSteps)")
        }
        guard rising > 0, rising < 1, rising * Double(total) > 1 else {
            throw .invalidDescription(
                key: "schedule.rising", expected: "a fraction between 0 and 1, more than one of the \(total) steps",
                got: "\(rising)")
        }
        for (key, value) in [("divisor", divisor), ("finalDivisor", finalDivisor)] {
            guard value >= 1, value.isFinite else {
                throw .invalidDescription(
                    key: "schedule.\(key)", expected: "a finite number of at least 1", got: "\(value)")
            }
        }
    }
}
