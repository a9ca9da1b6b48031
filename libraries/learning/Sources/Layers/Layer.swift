/// A layer at work: forward and backward side by side.
///
/// Letters used by all layers: N samples of the batch, R rows (N, or N times the positions of a sequence), I inputs
/// and O outputs of a row, C channels, H height, W width, T positions, E width of an embedding. Everything is
/// row-major. An image is (H, W, C) in memory, channels last, though shapes are given in PyTorch's order (C, H, W).
///
/// A layer keeps nothing between calls. Its memory comes with each: `kept` is (N, needs.kept), what the forward pass
/// leaves to the backward pass; `scratch` is (N, needs.scratchPerSample) and needs.fixedScratch behind, of any content.
protocol Layer: Sendable {
    /// What it is, as a job file calls it, for example "linear".
    var kind: String { get }
    /// The floats of a sample in and out.
    var inputCount: Int { get }
    var outputCount: Int { get }
    /// The multiplications and additions of a sample's matrix products, forward.
    var operations: Int { get }
    var needs: LayerNeeds { get }
    /// Whether the gradient has a part for it.
    var hasParameters: Bool { get }

    /// Writes y.
    ///
    /// `input` is x, (N, inputCount), `output` y, (N, outputCount), overwritten.
    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    )

    /// Writes this layer's part of the gradient, summed over the samples, and dx.
    ///
    /// `outputGradient` is dy, (N, outputCount), which a layer whose `needs.overwritesOutputGradient` leaves changed.
    /// `input` is x and `output` y, each empty unless the layer needs it. `gradient` is the flat vector, overwritten
    /// where this layer's parameters lie. `inputGradient` is dx, (N, inputCount), overwritten, or empty where nobody
    /// asks for it.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>)
}

extension Layer {
    var operations: Int { 0 }
    var hasParameters: Bool { true }
}
