/// The scalars of one SGD step, and the loops over the elements of a bucket.
///
/// See `Optimiser.sgd`.
struct StochasticGradientDescent {
    private let sampleCount: Lanes
    private let gradientScale: Lanes
    private let negativeRate: Lanes
    private let momentum: Lanes
    private let weightDecay: Lanes
    private let nesterov: Bool

    init(
        rate: Double, momentum: Double, nesterov: Bool, weightDecay: Double, sampleCount: Int, gradientScale: Float
    ) {
        self.sampleCount = Lanes(repeating: Float(sampleCount))
        self.gradientScale = Lanes(repeating: gradientScale)
        negativeRate = Lanes(repeating: Float(-rate))
        self.momentum = Lanes(repeating: Float(momentum))
        self.weightDecay = Lanes(repeating: Float(weightDecay))
        self.nesterov = nesterov
    }

    /// Without momentum.
    ///
    /// All spans have one count.
    func apply(_ gradientSum: Span<Float>, old: Span<Float>, new: inout MutableSpan<Float>) {
        var index = 0
        let count = gradientSum.count
        while index &+ 8 <= count {
            new.store(updated(old.lanes(at: index), gradientSum.lanes(at: index)), at: index)
            index &+= 8
        }
        if index < count {
            let rest = updated(
                old.lanes(at: index, upTo: count, padding: 0), gradientSum.lanes(at: index, upTo: count, padding: 0))
            new.store(rest, at: index, upTo: count)
        }
    }

    /// With momentum.
    ///
    /// All spans have one count.
    func apply(
        _ gradientSum: Span<Float>, old: Span<Float>, oldMomentum: Span<Float>, new: inout MutableSpan<Float>,
        newMomentum: inout MutableSpan<Float>
    ) {
        var index = 0
        let count = gradientSum.count
        while index &+ 8 <= count {
            let (parameter, momentum) = updated(
                old.lanes(at: index), gradientSum.lanes(at: index), oldMomentum.lanes(at: index))
            new.store(parameter, at: index)
            newMomentum.store(momentum, at: index)
            index &+= 8
        }
        if index < count {
            let (parameter, momentum) = updated(
                old.lanes(at: index, upTo: count, padding: 0), gradientSum.lanes(at: index, upTo: count, padding: 0),
                oldMomentum.lanes(at: index, upTo: count, padding: 0))
            new.store(parameter, at: index, upTo: count)
            newMomentum.store(momentum, at: index, upTo: count)
        }
    }

    @inline(__always)
    private func updated(_ parameter: Lanes, _ gradientSum: Lanes) -> Lanes {
        let gradient = gradientSum / sampleCount * gradientScale + weightDecay * parameter
        return parameter + negativeRate * gradient
    }

    @inline(__always)
    private func updated(_ parameter: Lanes, _ gradientSum: Lanes, _ velocity: Lanes) -> (Lanes, Lanes) {
        let gradient = gradientSum / sampleCount * gradientScale + weightDecay * parameter
        let newVelocity = momentum * velocity + gradient
        let direction = nesterov ? gradient + momentum * newVelocity : newVelocity
        return (parameter + negativeRate * direction, newVelocity)
    }
}
