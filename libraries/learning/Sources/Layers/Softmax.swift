/// Softmax of each row: y = exp(x - max) / sum of exp(x - max).
struct Softmax: Layer {
    let rowsPerSample: Int
    let width: Int

    var kind: String { "softmax" }
    var inputCount: Int { rowsPerSample * width }
    var outputCount: Int { rowsPerSample * width }
    var hasParameters: Bool { false }
    var needs: LayerNeeds { LayerNeeds(output: true) }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        for row in 0..<pass.samples * rowsPerSample {
            let range = row * width..<(row + 1) * width
            var y = output.part(range)
            y.copy(input.extracting(range))
            Self.normalise(&y)
        }
    }

    /// dx = y (dy - sum of dy y), the sum over the row.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        guard inputGradient.count > 0 else { return }
        for row in 0..<pass.samples * rowsPerSample {
            let range = row * width..<(row + 1) * width
            var dx = inputGradient.part(range)
            dx.copy(outputGradient.span.extracting(range))
            Self.backward(output.extracting(range), gradient: &dx)
        }
    }

    /// Replaces a row by its softmax.
    @inline(__always)
    static func normalise(_ row: inout MutableSpan<Float>) {
        let greatest = row.span.greatest
        let factor = 1 / row.exponentiate(below: greatest)
        row.map { $0 * factor }
    }

    /// Takes the gradient with respect to a row's softmax `y` back, in place.
    @inline(__always)
    static func backward(_ y: Span<Float>, gradient: inout MutableSpan<Float>) {
        let along = y.sum(gradient.span) { $0 * $1 }
        gradient.update(y) { ($0 - along) * $1 }
    }
}
