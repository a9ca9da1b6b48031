extension Optimiser {
    /// Makes step `step` on the parameters of one bucket.
    ///
    /// Reads `range` of `committed` and writes `range` of `next`, parameters and slots, each element once.
    /// `gradientSum` is (range.count), the sum over the step's `sampleCount` samples; here it is divided by that number
    /// (as a Float), once per element, and then multiplied by `gradientScale`, which clipping makes less than 1. `step`
    /// counts from 0 over the whole run, `rate` is that of the step. Scalars such as the rate are computed as Double and
    /// rounded to Float once.
    ///
    /// The states must be two, both made for this optimiser, and `sampleCount` at least 1. Whether the gradient is
    /// finite is the caller's to ask first (`Span.allFinite`). A bucket may be done again: it gives the same bits.
    public func apply(
        _ range: Range<Int>, step: UInt64, rate: Double, gradientSum: Span<Float>, sampleCount: Int,
        gradientScale: Float = 1, from committed: TrainingState, into next: TrainingState
    ) {
        precondition(gradientSum.count == range.count, "optimiser: expected \(range.count), got \(gradientSum.count)")
        precondition(sampleCount >= 1, "optimiser: expected at least 1 sample, got \(sampleCount)")
        precondition(committed.slots.map(\.name) == slotNames && next.slots.map(\.name) == slotNames)
        precondition(committed.parameters !== next.parameters, "optimiser: the two states are one")
        switch self {
        case .sgd(let momentum, let nesterov, let weightDecay):
            let update = StochasticGradientDescent(
                rate: rate, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay, sampleCount: sampleCount,
                gradientScale: gradientScale)
            if momentum == 0 {
                update.apply(range, gradientSum, from: committed.parameters, into: next.parameters)
            } else {
                update.apply(range, gradientSum, from: committed, into: next)
            }
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            let update = AdamW(
                rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, step: step,
                sampleCount: sampleCount, gradientScale: gradientScale)
            update.apply(range, gradientSum, from: committed, into: next)
        }
    }
}

extension StochasticGradientDescent {
    fileprivate func apply(
        _ range: Range<Int>, _ gradientSum: Span<Float>, from committed: FloatArena, into next: FloatArena
    ) {
        let old = committed.span.extracting(range)
        next.withMutableSpan { parameters in
            var new = parameters.part(range)
            apply(gradientSum, old: old, new: &new)
        }
    }

    fileprivate func apply(
        _ range: Range<Int>, _ gradientSum: Span<Float>, from committed: TrainingState, into next: TrainingState
    ) {
        let velocity = committed.slots[0].values
        let old = committed.parameters.span.extracting(range)
        let oldMomentum = velocity.span.extracting(range)
        next.parameters.withMutableSpan { parameters in
            var new = parameters.part(range)
            next.slots[0].values.withMutableSpan { momenta in
                var newMomentum = momenta.part(range)
                apply(gradientSum, old: old, oldMomentum: oldMomentum, new: &new, newMomentum: &newMomentum)
            }
        }
    }
}

extension AdamW {
    fileprivate func apply(
        _ range: Range<Int>, _ gradientSum: Span<Float>, from committed: TrainingState, into next: TrainingState
    ) {
        let (mean, square) = (committed.slots[0].values, committed.slots[1].values)
        let old = committed.parameters.span.extracting(range)
        let oldMean = mean.span.extracting(range)
        let oldSquare = square.span.extracting(range)
        next.parameters.withMutableSpan { parameters in
            var new = parameters.part(range)
            next.slots[0].values.withMutableSpan { means in
                var newMean = means.part(range)
                next.slots[1].values.withMutableSpan { squares in
                    var newSquare = squares.part(range)
                    apply(
                        gradientSum, old: old, oldMean: oldMean, oldSquare: oldSquare, new: &new, newMean: &newMean,
                        newSquare: &newSquare)
                }
            }
        }
    }
}
