/// A learned vector for each position is added: y = x + W.
///
/// Letters: N samples of T positions, width E. x and y are (N, T, E), W is (T, E).
struct PositionalEmbedding: Layer {
    let count: Int
    /// Where W lies in the flat parameter vector.
    let weight: Range<Int>

    var kind: String { "positionalEmbedding" }
    var inputCount: Int { count }
    var outputCount: Int { count }
    var needs: LayerNeeds { LayerNeeds() }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        let table = pass.parameters.extracting(weight)
        for sample in 0..<pass.samples {
            let range = sample * count..<(sample + 1) * count
            var y = output.part(range)
            y.write(input.extracting(range), table) { $0 + $1 }
        }
    }

    /// dW = the sum of dy over the samples in order, dx = dy.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        let dy = outputGradient.span
        var sum = gradient.part(weight)
        sum.copy(dy.extracting(0..<count))
        for sample in 1..<pass.samples { sum.add(dy.extracting(sample * count..<(sample + 1) * count)) }
        if inputGradient.count > 0 { inputGradient.copy(dy) }
    }
}
