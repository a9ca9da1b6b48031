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
        var target = 0
        for sample in 0..<pass.samples {
            for p in 0..<window.outputHeight {
                for q in 0..<window.outputWidth {
                    let source = first(sample, p, q)
                    var channel = 0
                    while channel &+ 8 <= window.channels {
                        output.store(greatest(input, source &+ channel, 8), at: target &+ channel)
                        channel &+= 8
                    }
                    if channel < window.channels {
                        let count = window.channels &- channel
                        output.store(
                            greatest(input, source &+ channel, count), at: target &+ channel, count: count)
                    }
                    target &+= window.channels
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
        if !coversAll { inputGradient.clear() }
        var target = 0
        for sample in 0..<pass.samples {
            for p in 0..<window.outputHeight {
                for q in 0..<window.outputWidth {
                    let source = first(sample, p, q)
                    var channel = 0
                    while channel < window.channels {
                        let count = min(8, window.channels &- channel)
                        let y = output.lanes(at: target &+ channel, count: count)
                        let dy = outputGradient.lanes(at: target &+ channel, count: count)
                        share(dy, y, input, source &+ channel, count, &inputGradient)
                        channel &+= 8
                    }
                    target &+= window.channels
                }
            }
        }
    }

    /// Whether no two windows have a pixel in common.
    private var isDisjoint: Bool { window.stride >= window.kernel }

    /// Whether each pixel lies in exactly one window.
    private var coversAll: Bool {
        window.stride == window.kernel && window.height % window.kernel == 0 && window.width % window.kernel == 0
    }

    /// Where a window begins.
    @inline(__always)
    private func first(_ sample: Int, _ p: Int, _ q: Int) -> Int {
        let row = sample &* window.height &+ p &* window.stride
        return (row &* window.width &+ q &* window.stride) &* window.channels
    }

    @inline(__always)
    private func greatest(_ x: Span<Float>, _ source: Int, _ count: Int) -> Lanes {
        var greatest = x.lanes(at: source, count: count)
        forEachPixel(from: source) { at in
            let next = x.lanes(at: at, count: count)
            greatest.replace(with: next, where: (next .> greatest) .| (next .!= next))
        }
        return greatest
    }

    /// Gives dy to the first pixel of the window that holds y.
    @inline(__always)
    private func share(
        _ dy: Lanes, _ y: Lanes, _ x: Span<Float>, _ source: Int, _ count: Int, _ dx: inout MutableSpan<Float>
    ) {
        var rest = dy
        forEachPixel(from: source) { at in
            let isGreatest = x.lanes(at: at, count: count) .== y
            let share = Lanes.zero.replacing(with: rest, where: isGreatest)
            // In both cases the pixel starts from 0.
            let before = isDisjoint ? Lanes.zero : dx.lanes(at: at, count: count)
            dx.store(before + share, at: at, count: count)
            rest.replace(with: 0, where: isGreatest)
        }
    }

    /// The pixels of a window, row by row; windows of 2 by 2, the common ones, without a loop.
    @inline(__always)
    private func forEachPixel(from source: Int, _ body: (Int) -> Void) {
        let rowSize = window.width &* window.channels
        if window.kernel == 2 {
            body(source)
            body(source &+ window.channels)
            body(source &+ rowSize)
            body(source &+ rowSize &+ window.channels)
            return
        }
        for row in 0..<window.kernel {
            for column in 0..<window.kernel { body(source &+ row &* rowSize &+ column &* window.channels) }
        }
    }
}
