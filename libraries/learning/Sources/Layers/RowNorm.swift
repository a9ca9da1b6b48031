/// Layer norm and RMS norm: each row is normalised over its E elements.
///
/// Letters: R rows, E elements of a row, w and b (E). Layer norm: h = (x - mean) / sqrt(variance + epsilon),
/// y = h w + b, with the variance over E (not E - 1). RMS norm: h = x / sqrt(mean of squares + epsilon), y = h w.
/// Sums over a row are taken in eight lanes, then as `treeSum` does.
struct RowNorm: Layer {
    let rowsPerSample: Int
    let width: Int
    let epsilon: Double
    /// Where w lies in the flat parameter vector.
    let weight: Range<Int>
    /// Where b lies; nil for RMS norm, which subtracts no mean either.
    let bias: Range<Int>?

    var kind: String { bias == nil ? "rmsNorm" : "layerNorm" }
    var inputCount: Int { rowsPerSample * width }
    var outputCount: Int { rowsPerSample * width }
    /// Mean and 1 / deviation of each row are kept.
    var needs: LayerNeeds { LayerNeeds(input: true, kept: 2 * rowsPerSample) }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        let w = pass.parameters.extracting(weight)
        for row in 0..<pass.samples * rowsPerSample {
            let range = row * width..<(row + 1) * width
            let x = input.extracting(range)
            let (mean, scale) = statistics(of: x)
            kept[2 * row] = mean
            kept[2 * row + 1] = scale
            var y = output.part(range)
            if let bias {
                let b = pass.parameters.extracting(bias)
                y.write(x, w) { ($0 - mean) * scale * $1 }
                y.add(b)
            } else {
                y.write(x, w) { $0 * scale * $1 }
            }
        }
    }

    /// With g = w dy: dx = (g - mean(g) - h mean(g h)) / deviation, where RMS norm has no mean(g); dw = sum of dy h,
    /// db = sum of dy, over the rows in order.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        sumParameterGradients(outputGradient.span, input, kept.span, &gradient)
        guard inputGradient.count > 0 else { return }
        let w = pass.parameters.extracting(weight)
        let share = 1 / Float(width)
        for row in 0..<pass.samples * rowsPerSample {
            let range = row * width..<(row + 1) * width
            let (x, dy) = (input.extracting(range), outputGradient.span.extracting(range))
            let (mean, scale) = (kept[2 * row], kept[2 * row + 1])
            let meanGradient = bias == nil ? 0 : dy.sum(w) { $0 * $1 } * share
            let along = dy.sum(w, x) { $0 * $1 * (($2 - mean) * scale) } * share
            var dx = inputGradient.part(range)
            dx.write(dy, w) { $0 * $1 - meanGradient }
            dx.update(x) { ($0 - ($1 - mean) * scale * along) * scale }
        }
    }

    private func statistics(of x: Span<Float>) -> (mean: Float, scale: Float) {
        let mean = bias == nil ? 0 : x.sum { $0 } / Float(width)
        let square = x.sum { ($0 - mean) * ($0 - mean) } / Float(width)
        return (mean, 1 / (square + Float(epsilon)).squareRoot())
    }

    private func sumParameterGradients(
        _ dy: Span<Float>, _ input: Span<Float>, _ statistics: Span<Float>, _ gradient: inout MutableSpan<Float>
    ) {
        var dw = gradient.part(weight)
        dw.clear()
        for row in 0..<statistics.count / 2 {
            let range = row * width..<(row + 1) * width
            let (mean, scale) = (statistics[2 * row], statistics[2 * row + 1])
            dw.add(products: dy.extracting(range), input.extracting(range)) { $0 * (($1 - mean) * scale) }
        }
        guard let bias else { return }
        var db = gradient.part(bias)
        db.clear()
        for row in 0..<statistics.count / 2 { db.add(dy.extracting(row * width..<(row + 1) * width)) }
    }
}
