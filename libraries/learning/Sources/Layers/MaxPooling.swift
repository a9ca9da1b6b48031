/// The greatest of each window, channel by channel.
///
/// x is (N, H, W, C), y (N, P, Q, C): see `Window`, here without padding. NaN wins over every number, so that a
/// diverged model shows. The gradient goes to the first of the greatest, row by row.
struct MaxPooling: Layer {
    let window: Window

    var kind: String { "maxPooling" }
    var inputCount: Int { window.inputCount }
    var outputCount: Int { window.positions * window.channels }
    var hasParameters: Bool { false }
    var needs: LayerNeeds { LayerNeeds(input: true, output: true) }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        for sample in 0..<pass.samples {
            let x = input.extracting(sample * inputCount..<(sample + 1) * inputCount)
            for p in 0..<window.outputHeight {
                for q in 0..<window.outputWidth {
                    let target = ((sample &* window.outputHeight &+ p) &* window.outputWidth &+ q) &* window.channels
                    var channel = 0
                    while channel < window.channels {
                        let source = first(p, q) &+ channel
                        let count = min(8, window.channels &- channel)
                        output.store(greatest(x, source, count), at: target &+ channel, count: count)
                        channel &+= 8
                    }
                }
            }
        }
    }

    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        guard inputGradient.count > 0 else { return }
        inputGradient.clear()
        for sample in 0..<pass.samples {
            let range = sample * inputCount..<(sample + 1) * inputCount
            let x = input.extracting(range)
            var dx = inputGradient.part(range)
            for p in 0..<window.outputHeight {
                for q in 0..<window.outputWidth {
                    let target = ((sample &* window.outputHeight &+ p) &* window.outputWidth &+ q) &* window.channels
                    var channel = 0
                    while channel < window.channels {
                        let count = min(8, window.channels &- channel)
                        let y = output.lanes(at: target &+ channel, count: count)
                        let dy = outputGradient.lanes(at: target &+ channel, count: count)
                        addToFirst(of: y, dy, x, first(p, q) &+ channel, count, &dx)
                        channel &+= 8
                    }
                }
            }
        }
    }

    /// Where a window begins.
    @inline(__always)
    private func first(_ p: Int, _ q: Int) -> Int {
        (p &* window.stride &* window.width &+ q &* window.stride) &* window.channels
    }

    @inline(__always)
    private func greatest(_ x: Span<Float>, _ source: Int, _ count: Int) -> Lanes {
        var greatest = x.lanes(at: source, count: count)
        for row in 0..<window.kernel {
            for column in 0..<window.kernel {
                let at = source &+ (row &* window.width &+ column) &* window.channels
                let next = x.lanes(at: at, count: count)
                greatest.replace(with: next, where: (next .> greatest) .| (next .!= next))
            }
        }
        return greatest
    }

    @inline(__always)
    private func addToFirst(
        of y: Lanes, _ dy: Lanes, _ x: Span<Float>, _ source: Int, _ count: Int, _ dx: inout MutableSpan<Float>
    ) {
        var rest = dy
        for row in 0..<window.kernel {
            for column in 0..<window.kernel {
                let at = source &+ (row &* window.width &+ column) &* window.channels
                let isGreatest = x.lanes(at: at, count: count) .== y
                let share = Lanes.zero.replacing(with: rest, where: isGreatest)
                dx.store(dx.lanes(at: at, count: count) + share, at: at, count: count)
                rest.replace(with: 0, where: isGreatest)
            }
        }
    }
}
