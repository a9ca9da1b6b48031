/// An activation on its own: y = f(x).
///
/// Behind a linear layer or a convolution it is fused into that layer's `Epilogue` instead.
struct Elementwise: Layer {
    let activation: Activation
    let count: Int

    var kind: String { activation.rawValue }
    var inputCount: Int { count }
    var outputCount: Int { count }
    var hasParameters: Bool { false }
    var needs: LayerNeeds {
        LayerNeeds(input: !activation.derivesFromOutput, output: activation.derivesFromOutput)
    }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        switch activation {
        case .relu: output.write(input) { RectifiedLinear.value($0) }
        case .gelu: output.write(input) { GaussianErrorLinear.value($0) }
        case .geluTanh: output.write(input) { GaussianErrorLinearByTanh.value($0) }
        case .silu: output.write(input) { SigmoidLinear.value($0) }
        case .tanh: output.write(input) { HyperbolicTangent.value($0) }
        case .sigmoid: output.write(input) { Sigmoid.value($0) }
        }
    }

    /// dx = f'(x) dy.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        guard inputGradient.count > 0 else { return }
        let dy = outputGradient.span
        switch activation {
        case .relu: inputGradient.write(dy, output) { RectifiedLinear.backward($0, at: $1) }
        case .gelu: inputGradient.write(dy, input) { GaussianErrorLinear.backward($0, at: $1) }
        case .geluTanh: inputGradient.write(dy, input) { GaussianErrorLinearByTanh.backward($0, at: $1) }
        case .silu: inputGradient.write(dy, input) { SigmoidLinear.backward($0, at: $1) }
        case .tanh: inputGradient.write(dy, output) { HyperbolicTangent.backward($0, at: $1) }
        case .sigmoid: inputGradient.write(dy, output) { Sigmoid.backward($0, at: $1) }
        }
    }
}
