/// Clipping of a step's mean gradient by its norm over all parameters, as `torch.nn.utils.clip_grad_norm_` does it.
///
///     g = g min(1, maximumNorm / (norm + 1e-6))
///
/// The norm is taken in Double, over every bucket of the sum before it is divided by the samples; the factor is rounded
/// to Float once.
public struct GradientClipping: Hashable, Sendable {
    /// The norm that a mean gradient may have, above 0.
    public let maximumNorm: Double

    /// Clips at this norm, which must be above 0.
    public init(maximumNorm: Double) {
        precondition(maximumNorm > 0, "clipping: expected a norm above 0, got \(maximumNorm)")
        self.maximumNorm = maximumNorm
    }

    /// The factor of a step's mean gradient: `squaredNorms` are those of the gradient sums of all buckets, in their
    /// order (`Span.squaredNorm`), over `sampleCount` samples.
    public func scale(squaredNorms: [Double], sampleCount: Int) -> Float {
        precondition(sampleCount >= 1, "clipping: expected at least 1 sample, got \(sampleCount)")
        let norm = squaredNorms.reduce(0, +).squareRoot() / Double(sampleCount)
        return Float(min(1, maximumNorm / (norm + 1e-6)))
    }
}
