/// A table of vectors: y = W[x] for each position.
///
/// Letters: N samples of T positions, V tokens, width E. x is (N, T), floats that hold whole numbers below V; W is
/// (V, E), y is (N, T, E).
struct Embedding: Layer {
    let positions: Int
    let tokens: Int
    let width: Int
    /// Where W lies in the flat parameter vector.
    let weight: Range<Int>

    var kind: String { "embedding" }
    var inputCount: Int { positions }
    var outputCount: Int { positions * width }
    var needs: LayerNeeds { LayerNeeds(input: true) }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        let table = pass.parameters.extracting(weight)
        for row in input.indices {
            var y = output.part(row * width..<(row + 1) * width)
            y.copy(table.extracting(range(of: input[row])))
        }
    }

    /// dW[x] = the sum of dy over the positions that hold x, in order.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        var table = gradient.part(weight)
        table.clear()
        for row in input.indices {
            var sum = table.part(range(of: input[row]))
            sum.add(outputGradient.span.extracting(row * width..<(row + 1) * width))
        }
    }

    /// Whether `value` is a token of the table.
    func holds(_ value: Float) -> Bool {
        value >= 0 && value < Float(tokens) && value == Float(Int(value))
    }

    private func range(of value: Float) -> Range<Int> {
        let token = Int(value)
        return token * width..<(token + 1) * width
    }
}
