/// The scalars of one AdamW step, and the loop over the elements of a bucket.
///
/// See `Optimiser.adamW`.
struct AdamW {
    private let sampleCount: Lanes
    private let gradientScale: Lanes
    private let decay: Lanes
    private let beta1: Lanes
    private let meanWeight: Lanes
    private let beta2: Lanes
    private let squareWeight: Lanes
    private let negativeStepSize: Lanes
    private let squareCorrection: Lanes
    private let epsilon: Lanes
    /// `torch.lerp` starts from the nearer end.
    private let startsFromGradient: Bool

    /// `step` counts from 0.
    init(
        rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: UInt64,
        sampleCount: Int,
        gradientScale: Float
    ) {
        self.sampleCount = Lanes(repeating: Float(sampleCount))
        self.gradientScale = Lanes(repeating: gradientScale)
        decay = Lanes(repeating: Float(1 - rate * weightDecay))
        self.beta1 = Lanes(repeating: Float(beta1))
        meanWeight = Lanes(repeating: Float(1 - beta1))
        self.beta2 = Lanes(repeating: Float(beta2))
        squareWeight = Lanes(repeating: Float(1 - beta2))
        negativeStepSize = Lanes(repeating: Float(-(rate / (1 - power(beta1, step + 1)))))
        squareCorrection = Lanes(repeating: Float((1 - power(beta2, step + 1)).squareRoot()))
        self.epsilon = Lanes(repeating: Float(epsilon))
        startsFromGradient = 1 - beta1 >= 0.5
    }

    /// All spans have one count.
    func apply(
        _ gradientSum: Span<Float>, old: Span<Float>, oldMean: Span<Float>, oldSquare: Span<Float>,
        new: inout MutableSpan<Float>, newMean: inout MutableSpan<Float>, newSquare: inout MutableSpan<Float>
    ) {
        var index = 0
        let count = gradientSum.count
        while index &+ 8 <= count {
            let (parameter, mean, square) = updated(
                old.lanes(at: index), gradientSum.lanes(at: index), oldMean.lanes(at: index), oldSquare.lanes(at: index)
            )
            new.store(parameter, at: index)
            newMean.store(mean, at: index)
            newSquare.store(square, at: index)
            index &+= 8
        }
        if index < count {
            let (parameter, mean, square) = updated(
                old.lanes(at: index, upTo: count, padding: 0), gradientSum.lanes(at: index, upTo: count, padding: 0),
                oldMean.lanes(at: index, upTo: count, padding: 0), oldSquare.lanes(at: index, upTo: count, padding: 0))
            new.store(parameter, at: index, upTo: count)
            newMean.store(mean, at: index, upTo: count)
            newSquare.store(square, at: index, upTo: count)
        }
    }

    @inline(__always)
    private func updated(
        _ parameter: Lanes, _ gradientSum: Lanes, _ mean: Lanes, _ square: Lanes
    ) -> (Lanes, Lanes, Lanes) {
        let gradient = gradientSum / sampleCount * gradientScale
        let difference = gradient - mean
        let newMean = startsFromGradient ? gradient - beta1 * difference : mean + meanWeight * difference
        let newSquare = square * beta2 + squareWeight * gradient * gradient
        let denominator = newSquare.squareRoots / squareCorrection + epsilon
        return (parameter * decay + negativeStepSize * newMean / denominator, newMean, newSquare)
    }
}
