internal import Randomness

/// Drops each element with `probability` in training and divides the others by 1 - probability; y = x in evaluation.
///
/// Element e of a sample is dropped where the uniform number at position e of `SampleKeys.field(sample:layer:)` is below
/// the probability.
struct Dropout: Layer {
    let probability: Double
    let count: Int
    /// Its number among the model's layers of random numbers.
    let stream: UInt32

    var kind: String { "dropout" }
    var inputCount: Int { count }
    var outputCount: Int { count }
    var hasParameters: Bool { false }
    var needs: LayerNeeds { LayerNeeds(kept: count) }

    /// Keeps what each element was multiplied by.
    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        guard let keys = pass.keys else { return output.copy(input) }
        for sample in 0..<pass.samples {
            var factors = kept.part(sample * count..<(sample + 1) * count)
            writeFactors(keys.field(sample: sample, layer: stream), to: &factors)
        }
        output.write(input, kept.span) { $0 * $1 }
    }

    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        guard inputGradient.count > 0 else { return }
        inputGradient.write(outputGradient.span, kept.span) { $0 * $1 }
    }

    private func writeFactors(_ field: RandomField, to factors: inout MutableSpan<Float>) {
        let (limit, factor) = (Float(probability), Float(1 / (1 - probability)))
        var element = 0
        while element &+ 32 <= count {
            let numbers = field.uniforms(from: UInt64(element))
            write(numbers.0, limit, factor, at: element, to: &factors)
            write(numbers.1, limit, factor, at: element &+ 1, to: &factors)
            write(numbers.2, limit, factor, at: element &+ 2, to: &factors)
            write(numbers.3, limit, factor, at: element &+ 3, to: &factors)
            element &+= 32
        }
        while element < count {
            factors[element] = field.uniform(at: UInt64(element)) < limit ? 0 : factor
            element &+= 1
        }
    }

    /// The factors of eight elements, four apart.
    @inline(__always)
    private func write(
        _ numbers: Lanes, _ limit: Float, _ factor: Float, at element: Int, to factors: inout MutableSpan<Float>
    ) {
        let lanes = Lanes(repeating: factor).replacing(with: 0, where: numbers .< limit)
        for lane in 0..<8 { factors[element &+ 4 &* lane] = lanes[lane] }
    }
}
