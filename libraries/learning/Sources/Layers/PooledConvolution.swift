/// A convolution and the max pooling behind it, some samples at a time, so that what lies between them stays in the cache.
///
/// The bits are those of the two layers, one behind the other.
struct PooledConvolution: Layer {
    let convolution: Convolution
    let pooling: MaxPooling

    /// Floats of convolved images that stay in a processor's second-level cache.
    private static let blockSize = 1 << 17

    var kind: String { convolution.kind }
    var inputCount: Int { convolution.inputCount }
    var outputCount: Int { pooling.outputCount }
    var operations: Int { convolution.operations }
    /// Kept is the convolution's y; scratch the convolution's, then the gradients of some samples' y.
    var needs: LayerNeeds {
        LayerNeeds(
            input: true, output: true, kept: convolution.outputCount,
            fixedScratch: convolution.needs.fixedScratch + samplesAtATime * convolution.outputCount)
    }

    /// Both, unless the convolution keeps more than its y.
    init?(_ convolution: Convolution, _ pooling: MaxPooling) {
        guard !convolution.epilogue.keepsDerivative, convolution.outputCount == pooling.inputCount else { return nil }
        self.convolution = convolution
        self.pooling = pooling
    }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        var nothing = MutableSpan<Float>()
        var noScratch = MutableSpan<Float>()
        convolution.begin(pass, &scratch)
        var first = 0
        while first < pass.samples {
            let part = Part(first, min(samplesAtATime, pass.samples - first), self)
            let partPass = Pass(samples: part.samples, parameters: pass.parameters, keys: nil)
            var between = kept.part(part.between)
            convolution.forwardPart(
                input.extracting(part.input), to: &between, partPass, kept: &nothing, scratch: &scratch)
            var y = output.part(part.output)
            pooling.forward(between.span, to: &y, partPass, kept: &nothing, scratch: &noScratch)
            first += part.samples
        }
    }

    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        convolution.begin(pass, &scratch)
        var first = 0
        while first < pass.samples {
            let part = Part(first, min(samplesAtATime, pass.samples - first), self)
            scratch.splitInTwo(at: convolution.needs.fixedScratch) { scratch, rest in
                var between = rest.part(0..<part.between.count)
                backward(part, &outputGradient, kept.span, output, pass.parameters, to: &between)
                var dx = inputGradient.part(inputGradient.count > 0 ? part.input : 0..<0)
                convolution.backwardPart(
                    &between, input: input.extracting(part.input), point: kept.span.extracting(part.between),
                    gradient: &gradient, inputGradient: &dx, samples: part.samples, isFirst: first == 0,
                    scratch: &scratch)
            }
            first += part.samples
        }
        convolution.finish(&gradient, scratch.span)
    }
}

extension PooledConvolution {
    /// Where some samples lie.
    private struct Part {
        let samples: Int
        let input: Range<Int>
        let between: Range<Int>
        let output: Range<Int>

        init(_ first: Int, _ count: Int, _ layer: PooledConvolution) {
            samples = count
            input = first * layer.inputCount..<(first + count) * layer.inputCount
            between = first * layer.convolution.outputCount..<(first + count) * layer.convolution.outputCount
            output = first * layer.outputCount..<(first + count) * layer.outputCount
        }
    }

    /// A multiple of the convolution's own.
    private var samplesAtATime: Int {
        let step = convolution.samplesAtATime
        return max(step, Self.blockSize / convolution.outputCount / step * step)
    }

    private func backward(
        _ part: Part, _ outputGradient: inout MutableSpan<Float>, _ kept: Span<Float>, _ output: Span<Float>,
        _ parameters: Span<Float>, to between: inout MutableSpan<Float>
    ) {
        var nothing = MutableSpan<Float>()
        var gradient = MutableSpan<Float>()
        var scratch = MutableSpan<Float>()
        var dy = outputGradient.part(part.output)
        pooling.backward(
            &dy, input: kept.extracting(part.between), output: output.extracting(part.output), gradient: &gradient,
            inputGradient: &between, Pass(samples: part.samples, parameters: parameters, keys: nil), kept: &nothing,
            scratch: &scratch)
    }
}

extension [Network.Node] {
    /// The same, each convolution with the max pooling right behind it as one layer.
    var withPooledConvolutions: [Network.Node] {
        reduce(into: []) { nodes, node in
            if case .layer(let pooling as MaxPooling) = node,
                case .layer(let convolution as Convolution)? = nodes.last,
                let both = PooledConvolution(convolution, pooling)
            {
                nodes[nodes.count - 1] = .layer(both)
            } else {
                nodes.append(node)
            }
        }
    }
}
