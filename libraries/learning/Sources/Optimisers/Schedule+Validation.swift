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
        }
    }
}
