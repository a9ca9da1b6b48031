/// 2-d convolution: y = f(x * W + b), as matrix products over the windows of the image.
///
/// Letters: N samples; see `Window` for the image (H, W, C), its output (P, Q) and the kernel K by K; O output
/// channels. x is (N, H, W, C), y (N, P, Q, O); W is (O, C, K, K) in the parameters, as PyTorch has it, b is (O).
///
/// A few samples at a time, their windows are laid out as rows of (K, K, C), so that a window's row of pixels is one
/// run of memory, and multiplied with W as (O, K, K, C). Going back they are laid out again, which is cheaper than
/// keeping them: they are K K times as large as the image. How many samples at a time, the layer's shape decides alone.
struct Convolution: Layer {
    let window: Window
    let outputs: Int
    /// Where W lies in the flat parameter vector.
    let weight: Range<Int>
    let epilogue: Epilogue

    /// Floats of laid-out windows that stay in a processor's second-level cache.
    private static let layoutSize = 1 << 17

    var kind: String { "convolution" }
    var inputCount: Int { window.inputCount }
    var outputCount: Int { window.positions * outputs }
    var operations: Int { 2 * outputCount * windowSize }
    var needs: LayerNeeds {
        LayerNeeds(
            input: true, output: epilogue.needsOutput, overwritesOutputGradient: epilogue.activation != nil,
            kept: epilogue.keepsDerivative ? outputCount : 0,
            fixedScratch: 2 * weight.count + samplesAtATime * window.positions * windowSize + 8)
    }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        begin(pass, &scratch)
        forwardPart(input, to: &output, pass, kept: &kept, scratch: &scratch)
    }

    /// dz = f'(z) dy, db the sums of dz; with X the windows: dW = dzᵀ X, dX = dz W, dx the sum of dX over the windows that
    /// a pixel lies in.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        begin(pass, &scratch)
        if epilogue.keepsDerivative {
            backwardPart(
                &outputGradient, input: input, point: kept.span, gradient: &gradient, inputGradient: &inputGradient,
                samples: pass.samples, isFirst: true, scratch: &scratch)
        } else {
            backwardPart(
                &outputGradient, input: input, point: output, gradient: &gradient, inputGradient: &inputGradient,
                samples: pass.samples, isFirst: true, scratch: &scratch)
        }
        finish(&gradient, scratch.span)
    }
}

// A batch may come in parts of whole samples, each a multiple of `samplesAtATime` but for the last: the bits are the same.
extension Convolution {
    /// Goes before the first part of either pass.
    func begin(_ pass: Pass, _ scratch: inout MutableSpan<Float>) {
        reorder(pass.parameters.extracting(weight), to: &scratch)
    }

    /// `pass` is that of the part.
    func forwardPart(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        var first = 0
        while first < pass.samples {
            let count = min(samplesAtATime, pass.samples - first)
            layOut(input.extracting(first * inputCount..<(first + count) * inputCount), samples: count, &scratch)
            let range = first * outputCount..<(first + count) * outputCount
            var y = output.part(range)
            if epilogue.keepsDerivative {
                var sums = kept.part(range)
                multiply(scratch.span, samples: count, to: &sums)
                epilogue.forward(&sums, parameters: pass.parameters, to: &y)
            } else {
                multiply(scratch.span, samples: count, to: &y)
                epilogue.forward(&y, parameters: pass.parameters)
            }
            first += count
        }
    }

    /// `point` is what the epilogue needs of the part, `inputGradient` the part's or empty.
    func backwardPart(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, point: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, samples: Int, isFirst: Bool,
        scratch: inout MutableSpan<Float>
    ) {
        var first = 0
        while first < samples {
            let count = min(samplesAtATime, samples - first)
            let range = first * outputCount..<(first + count) * outputCount
            let pixels = first * inputCount..<(first + count) * inputCount
            let isFirst = isFirst && first == 0
            var dz = outputGradient.part(range)
            epilogue.backward(
                &dz, at: point.extracting(epilogue.activation == nil ? 0..<0 : range), samples: count,
                gradient: &gradient, isFirst: isFirst)
            layOut(input.extracting(pixels), samples: count, &scratch)
            addWeightGradient(dz.span, samples: count, isFirst: isFirst, &scratch)
            if inputGradient.count > 0 {
                writeWindowGradient(dz.span, samples: count, &scratch)
                var dx = inputGradient.part(pixels)
                gather(scratch.span, samples: count, to: &dx)
            }
            first += count
        }
    }

    /// Goes after the last part of a backward pass.
    func finish(_ gradient: inout MutableSpan<Float>, _ scratch: Span<Float>) {
        var weightGradient = gradient.part(weight)
        restore(scratch, to: &weightGradient)
    }

    /// How many samples' windows are laid out together.
    var samplesAtATime: Int { max(1, Self.layoutSize / (window.positions * windowSize)) }
}

// Scratch is (O, K, K, C) of W, then the same of dW, then (samples, P, Q, K, K, C) of windows and room for a last store.
extension Convolution {
    /// K K C.
    private var windowSize: Int { window.kernel * window.kernel * window.channels }
    private var layoutStart: Int { 2 * weight.count }

    private func layout(samples: Int) -> Range<Int> {
        layoutStart..<layoutStart + samples * window.positions * windowSize
    }

    private func multiply(_ scratch: Span<Float>, samples: Int, to sums: inout MutableSpan<Float>) {
        MatrixProduct.write(
            Operand(
                scratch.extracting(layout(samples: samples)), rows: samples * window.positions, columns: windowSize),
            times: Operand(transposing: scratch.extracting(0..<weight.count), rows: outputs, columns: windowSize),
            to: &sums)
    }

    private func addWeightGradient(
        _ dz: Span<Float>, samples: Int, isFirst: Bool, _ scratch: inout MutableSpan<Float>
    ) {
        // Two parts of the scratch at once.
        var windows = scratch.part(weight.count..<scratch.count)
        let rows = samples * window.positions
        windows.split(at: weight.count) { gradient, layout in
            MatrixProduct.write(
                Operand(transposing: dz, rows: rows, columns: outputs),
                times: Operand(layout.extracting(0..<rows * windowSize), rows: rows, columns: windowSize),
                accumulating: !isFirst, to: &gradient)
        }
    }

    private func writeWindowGradient(_ dz: Span<Float>, samples: Int, _ scratch: inout MutableSpan<Float>) {
        let rows = samples * window.positions
        scratch.splitBackward(at: layoutStart) { weights, layout in
            var part = layout.part(0..<rows * windowSize)
            MatrixProduct.write(
                Operand(dz, rows: rows, columns: outputs),
                times: Operand(weights.extracting(0..<weight.count), rows: outputs, columns: windowSize),
                to: &part)
        }
    }

    /// Writes (O, K, K, C) from (O, C, K, K).
    private func reorder(_ weights: Span<Float>, to scratch: inout MutableSpan<Float>) {
        let area = window.kernel * window.kernel
        for output in 0..<outputs {
            for channel in 0..<window.channels {
                let source = (output &* window.channels &+ channel) &* area
                for cell in 0..<area {
                    scratch[(output &* area &+ cell) &* window.channels &+ channel] = weights[source &+ cell]
                }
            }
        }
    }

    /// Writes (O, C, K, K) from (O, K, K, C), which lies behind W in the scratch.
    private func restore(_ scratch: Span<Float>, to gradient: inout MutableSpan<Float>) {
        let area = window.kernel * window.kernel
        let values = scratch.extracting(weight.count..<2 * weight.count)
        for output in 0..<outputs {
            for channel in 0..<window.channels {
                let target = (output &* window.channels &+ channel) &* area
                for cell in 0..<area {
                    gradient[target &+ cell] = values[(output &* area &+ cell) &* window.channels &+ channel]
                }
            }
        }
    }

    /// Lays out the windows of `samples` images, row after row.
    private func layOut(_ input: Span<Float>, samples: Int, _ scratch: inout MutableSpan<Float>) {
        var target = layoutStart
        for sample in 0..<samples {
            for p in 0..<window.outputHeight {
                if window.padding == 0 && layOutInside(input, sample, p, at: target, &scratch) {
                    target &+= window.outputWidth &* windowSize
                } else {
                    for q in 0..<window.outputWidth {
                        layOutAcrossEdges(input, sample, p, q, at: target, &scratch)
                        target &+= windowSize
                    }
                }
            }
        }
    }

    /// Lays out a row of windows without padding, unless whole lanes would read behind the last image.
    private func layOutInside(
        _ input: Span<Float>, _ sample: Int, _ p: Int, at target: Int, _ scratch: inout MutableSpan<Float>
    ) -> Bool {
        let rowSize = window.kernel * window.channels
        let imageRow = window.width * window.channels
        let source = (sample * window.height + p * window.stride) * imageRow
        let lastRow = (window.outputWidth - 1) * window.stride * window.channels + (window.kernel - 1) * imageRow
        guard source + lastRow + rowSize + 7 <= input.count else { return false }
        scratch.copyRuns(
            of: rowSize, input, from: source,
            .init(count: window.outputWidth, stride: window.stride * window.channels),
            .init(count: window.kernel, stride: imageRow), at: target)
        return true
    }

    /// Lays out a window that may reach over the image's edges, where there are zeros.
    private func layOutAcrossEdges(
        _ input: Span<Float>, _ sample: Int, _ p: Int, _ q: Int, at target: Int, _ scratch: inout MutableSpan<Float>
    ) {
        let rowSize = window.kernel &* window.channels
        let columns = window.columns(q)
        var target = target
        for row in 0..<window.kernel {
            let y = p &* window.stride &- window.padding &+ row
            if y >= 0 && y < window.height {
                let source = sample &* inputCount &+ (y &* window.width &+ columns.at) &* window.channels
                copyRun(input, source, columns, to: target, &scratch)
            } else {
                clear(&scratch, target..<target &+ rowSize)
            }
            target &+= rowSize
        }
    }

    /// Copies the pixels of one row of a window, with zeros where it reaches over the image's edge.
    ///
    /// Whole lanes may write up to seven floats behind the row: the next row, written later, or the room at the end.
    @inline(__always)
    private func copyRun(
        _ input: Span<Float>, _ source: Int, _ columns: (first: Int, end: Int, at: Int), to target: Int,
        _ scratch: inout MutableSpan<Float>
    ) {
        let start = target &+ columns.first &* window.channels
        let count = (columns.end &- columns.first) &* window.channels
        clear(&scratch, target..<start)
        var index = 0
        while index < count {
            if source &+ index &+ 8 <= input.count {
                scratch.store(input.lanes(at: source &+ index), at: start &+ index)
            } else {
                let end = min(source &+ index &+ 8, source &+ count)
                scratch.store(
                    input.lanes(at: source &+ index, upTo: end, padding: 0), at: start &+ index,
                    upTo: start &+ (end &- source))
            }
            index &+= 8
        }
        clear(&scratch, start &+ count..<target &+ window.kernel &* window.channels)
    }

    @inline(__always)
    private func clear(_ scratch: inout MutableSpan<Float>, _ range: Range<Int>) {
        for index in range { scratch[index] = 0 }
    }

    /// Writes to each pixel the sum of what the windows that it lies in hold for it, window by window.
    private func gather(_ scratch: Span<Float>, samples: Int, to inputGradient: inout MutableSpan<Float>) {
        inputGradient.clear()
        var source = layoutStart
        let rowSize = window.kernel &* window.channels
        for sample in 0..<samples {
            let image = sample &* inputCount
            for p in 0..<window.outputHeight {
                for q in 0..<window.outputWidth {
                    let columns = window.columns(q)
                    let count = (columns.end &- columns.first) &* window.channels
                    for row in 0..<window.kernel {
                        let y = p &* window.stride &- window.padding &+ row
                        if y >= 0 && y < window.height && count > 0 {
                            let target = image &+ (y &* window.width &+ columns.at) &* window.channels
                            let start = source &+ columns.first &* window.channels
                            inputGradient.add(scratch, from: start, count: count, at: target)
                        }
                        source &+= rowSize
                    }
                }
            }
        }
    }
}
