/// The scalars of one Lion step, and the loop over the elements of a bucket.
///
/// See `Optimiser.lion`.
struct Lion {
    private let sampleCount: Lanes
    private let gradientScale: Lanes
    private let decay: Lanes
    private let negativeRate: Lanes
    private let beta1: Lanes
    private let updateWeight: Lanes
    private let beta2: Lanes
    private let meanWeight: Lanes

    init(
        rate: Double, beta1: Double, beta2: Double, weightDecay: Double, sampleCount: Int, gradientScale: Float
    ) {
        self.sampleCount = Lanes(repeating: Float(sampleCount))
        self.gradientScale = Lanes(repeating: gradientScale)
        decay = Lanes(repeating: Float(1 - rate * weightDecay))
        negativeRate = Lanes(repeating: Float(-rate))
        self.beta1 = Lanes(repeating: Float(beta1))
        updateWeight = Lanes(repeating: Float(1 - beta1))
        self.beta2 = Lanes(repeating: Float(beta2))
        meanWeight = Lanes(repeating: Float(1 - beta2))
    }

    /// All spans have one count.
    func apply(
        _ gradientSum: Span<Float>, old: Span<Float>, oldMean: Span<Float>, new: inout MutableSpan<Float>,
        newMean: inout MutableSpan<Float>
    ) {
        var index = 0
        let count = gradientSum.count
        while index < count {
            let width = min(8, count &- index)
            let (parameter, mean) = updated(
                old.lanes(at: index, count: width), gradientSum.lanes(at: index, count: width),
                oldMean.lanes(at: index, count: width))
            new.store(parameter, at: index, count: width)
            newMean.store(mean, at: index, count: width)
            index &+= 8
        }
    }

    @inline(__always)
    private func updated(_ parameter: Lanes, _ gradientSum: Lanes, _ mean: Lanes) -> (Lanes, Lanes) {
        let gradient = gradientSum / sampleCount * gradientScale
        let direction = sign(mean * beta1 + gradient * updateWeight)
        return (parameter * decay + negativeRate * direction, mean * beta2 + gradient * meanWeight)
    }

    /// 1 above 0, -1 below, and what is left: 0 and NaN.
    @inline(__always)
    private func sign(_ lanes: Lanes) -> Lanes {
        lanes.replacing(with: 1, where: lanes .> 0).replacing(with: -1, where: lanes .< 0)
    }
}
