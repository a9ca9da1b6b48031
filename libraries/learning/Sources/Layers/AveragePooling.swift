/// The mean of each window, channel by channel.
///
/// x is (N, H, W, C), y (N, P, Q, C): see `Window`, here without padding.
struct AveragePooling: Layer {
    let window: Window

    var kind: String { "averagePooling" }
    var inputCount: Int { window.inputCount }
    var outputCount: Int { window.positions * window.channels }
    var hasParameters: Bool { false }
    var needs: LayerNeeds { LayerNeeds() }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        let area = Float(window.kernel * window.kernel)
        for sample in 0..<pass.samples {
            let x = input.extracting(sample * inputCount..<(sample + 1) * inputCount)
            for position in 0..<window.positions {
                let target = (sample * window.positions + position) * window.channels
                var y = output.part(target..<target + window.channels)
                y.clear()
                forEachRow(of: position) { y.add(x.extracting($0)) }
                y.map { $0 / area }
            }
        }
    }

    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        guard inputGradient.count > 0 else { return }
        let area = Float(window.kernel * window.kernel)
        inputGradient.clear()
        for sample in 0..<pass.samples {
            var dx = inputGradient.part(sample * inputCount..<(sample + 1) * inputCount)
            for position in 0..<window.positions {
                let target = (sample * window.positions + position) * window.channels
                let dy = outputGradient.span.extracting(target..<target + window.channels)
                forEachRow(of: position) {
                    var part = dx.part($0)
                    part.update(dy) { $0 + $1 / area }
                }
            }
        }
    }

    /// The channels of each pixel in a window.
    @inline(__always)
    private func forEachRow(of position: Int, _ body: (Range<Int>) -> Void) {
        let (p, q) = position.quotientAndRemainder(dividingBy: window.outputWidth)
        for row in 0..<window.kernel {
            for column in 0..<window.kernel {
                let y = p * window.stride + row
                let pixel = (y * window.width + q * window.stride + column) * window.channels
                body(pixel..<pixel + window.channels)
            }
        }
    }
}
