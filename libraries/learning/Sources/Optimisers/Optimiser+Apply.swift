extension Optimiser {
    /// Makes step `step` on the parameters of one bucket.
    ///
    /// Reads `range` of `committed` and writes `range` of `next`, parameters and slots, each element once.
    /// `gradientSum` is (range.count), the sum over the step's `sampleCount` samples; here it is divided by that number
    /// (as a Float), once per element, and then multiplied by `gradientScale`, which clipping makes less than 1. `step`
    /// counts from 0 over the whole run, `rate` is that of the step. Scalars such as the rate are computed as Double and
    /// rounded to Float once.
    ///
    /// Of `undecayed`, ranges of the parameter vector in order and without overlap, no weight decays whatever the
    /// optimiser says (`ParameterLayout.undecayed`).
    ///
    /// The states must be two, both made for this optimiser, and `sampleCount` at least 1. Whether the gradient is
    /// finite is the caller's to ask first (`Span.allFinite`). A bucket may be done again: it gives the same bits.
    public func apply(
        _ range: Range<Int>, step: UInt64, rate: Double, gradientSum: Span<Float>, sampleCount: Int,
        gradientScale: Float = 1, from committed: TrainingState, into next: TrainingState, undecayed: [Range<Int>] = []
    ) {
        precondition(gradientSum.count == range.count, "optimiser: expected \(range.count), got \(gradientSum.count)")
        precondition(sampleCount >= 1, "optimiser: expected at least 1 sample, got \(sampleCount)")
        precondition(committed.slots.map(\.name) == slotNames && next.slots.map(\.name) == slotNames)
        precondition(committed.parameters !== next.parameters, "optimiser: the two states are one")
        var start = range.lowerBound
        let plain = withoutWeightDecay
        for exempt in undecayed where exempt.overlaps(range) {
            let part = exempt.clamped(to: range)
            update(
                start..<part.lowerBound, in: range, step, rate, gradientSum, sampleCount, gradientScale, committed, next
            )
            plain.update(part, in: range, step, rate, gradientSum, sampleCount, gradientScale, committed, next)
            start = part.upperBound
        }
        update(
            start..<range.upperBound, in: range, step, rate, gradientSum, sampleCount, gradientScale, committed, next)
    }

    /// The optimiser with a weight decay of 0.
    private var withoutWeightDecay: Optimiser {
        switch self {
        case .sgd(let momentum, let nesterov, _): .sgd(momentum: momentum, nesterov: nesterov, weightDecay: 0)
        case .adamW(let beta1, let beta2, let epsilon, _):
            .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0)
        case .lion(let beta1, let beta2, _): .lion(beta1: beta1, beta2: beta2, weightDecay: 0)
        }
    }

    /// Makes the step on `range`, a part of the bucket whose gradient this is.
    private func update(
        _ range: Range<Int>, in bucket: Range<Int>, _ step: UInt64, _ rate: Double, _ bucketGradient: Span<Float>,
        _ sampleCount: Int, _ gradientScale: Float, _ committed: TrainingState, _ next: TrainingState
    ) {
        guard !range.isEmpty else { return }
        let gradientSum = bucketGradient.extracting(
            range.lowerBound - bucket.lowerBound..<range.upperBound - bucket.lowerBound)
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
        case .lion(let beta1, let beta2, let weightDecay):
            let update = Lion(
                rate: rate, beta1: beta1, beta2: beta2, weightDecay: weightDecay, sampleCount: sampleCount,
                gradientScale: gradientScale)
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

extension Lion {
    fileprivate func apply(
        _ range: Range<Int>, _ gradientSum: Span<Float>, from committed: TrainingState, into next: TrainingState
    ) {
        let mean = committed.slots[0].values
        let old = committed.parameters.span.extracting(range)
        let oldMean = mean.span.extracting(range)
        next.parameters.withMutableSpan { parameters in
            var new = parameters.part(range)
            next.slots[0].values.withMutableSpan { means in
                var newMean = means.part(range)
                apply(gradientSum, old: old, oldMean: oldMean, new: &new, newMean: &newMean)
            }
        }
    }
}
