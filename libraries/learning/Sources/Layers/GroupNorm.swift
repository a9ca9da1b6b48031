/// Group norm: each sample's channels are normalised in groups, over the group's channels and all positions.
///
/// Letters: N samples, P positions (H W), C channels in G groups of C / G. x is (N, P, C), w and b are (C).
/// h = (x - mean) / sqrt(variance + epsilon), y = h w + b, with mean and variance over the P C / G elements of a group.
/// Sums run over the positions in order, then over the group's channels in order.
///
/// What is known of a group is spread over its channels, so that loops go through eight channels at once, however narrow
/// the groups are.
struct GroupNorm: Layer {
    let positions: Int
    let channels: Int
    let groups: Int
    let epsilon: Double
    /// Where w lies in the flat parameter vector.
    let weight: Range<Int>
    /// Where b lies.
    let bias: Range<Int>

    var kind: String { "groupNorm" }
    var inputCount: Int { positions * channels }
    var outputCount: Int { positions * channels }
    /// Mean and 1 / deviation of each group are kept; scratch holds six rows of channels (`Row`).
    var needs: LayerNeeds { LayerNeeds(input: true, kept: 2 * groups, fixedScratch: 6 * channels) }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        for sample in 0..<pass.samples {
            let range = sample * inputCount..<(sample + 1) * inputCount
            let x = input.extracting(range)
            var statistics = kept.part(2 * groups * sample..<2 * groups * (sample + 1))
            writeStatistics(of: x, to: &statistics, &scratch)
            var y = output.part(range)
            write(x, pass.parameters, scratch.span, to: &y)
        }
    }

    /// With g = w dy: dx = (g - mean(g) - h mean(g h)) / deviation, means over the group; dw = sum of dy h, db = sum of
    /// dy, over a sample's positions in order, then over the samples in order.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        clear(&gradient)
        for sample in 0..<pass.samples {
            let range = sample * inputCount..<(sample + 1) * inputCount
            let (x, dy) = (input.extracting(range), outputGradient.span.extracting(range))
            for group in 0..<groups {
                spread(kept[2 * (groups * sample + group)], over: group, .mean, &scratch)
                spread(kept[2 * (groups * sample + group) + 1], over: group, .scale, &scratch)
            }
            sum(.first, &scratch) { dy.lanes(at: $0, count: $1) * ((x.lanes(at: $0, count: $1) - $2) * $3) }
            sum(.second, &scratch) { index, width, _, _ in dy.lanes(at: index, count: width) }
            addParameterGradients(scratch.span, &gradient)
            guard inputGradient.count > 0 else { continue }
            writeFactors(pass.parameters, &scratch)
            var dx = inputGradient.part(range)
            writeGradient(x, dy, pass.parameters, scratch.span, to: &dx)
        }
    }
}

extension GroupNorm {
    /// The rows of the scratch, (C) each.
    private enum Row: Int {
        /// Going forward each channel's sum, or of squares; going back that of dy h, and that of dy.
        case first, second
        /// Of the channel's group: the mean, 1 / deviation, mean(g h), mean(g).
        case mean, scale, along, plain
    }

    private var groupWidth: Int { channels / groups }

    @inline(__always)
    private func start(_ row: Row) -> Int { row.rawValue &* channels }

    @inline(__always)
    private func lanes(_ scratch: Span<Float>, _ row: Row, _ channel: Int, _ width: Int) -> Lanes {
        scratch.lanes(at: start(row) &+ channel, count: width)
    }

    private func spread(_ value: Float, over group: Int, _ row: Row, _ scratch: inout MutableSpan<Float>) {
        let first = start(row) + group * groupWidth
        for index in first..<first + groupWidth { scratch[index] = value }
    }

    private func total(_ scratch: Span<Float>, _ row: Row, _ group: Int) -> Float {
        var total: Float = 0
        let first = start(row) + group * groupWidth
        for index in first..<first + groupWidth { total += scratch[index] }
        return total
    }

    /// Writes to a row each channel's sum of `value` over the positions in order.
    ///
    /// `value` gets where eight channels of a position lie, or how many are left, and their means and scales.
    @inline(__always)
    private func sum(
        _ row: Row, _ scratch: inout MutableSpan<Float>, _ value: (Int, Int, Lanes, Lanes) -> Lanes
    ) {
        var channel = 0
        while channel < channels {
            let width = min(8, channels &- channel)
            let mean = lanes(scratch.span, .mean, channel, width)
            let scale = lanes(scratch.span, .scale, channel, width)
            var sum = Lanes.zero
            var index = channel
            while index < inputCount {
                sum += value(index, width, mean, scale)
                index &+= channels
            }
            scratch.store(sum, at: start(row) &+ channel, count: width)
            channel &+= 8
        }
    }

    private func writeStatistics(
        of x: Span<Float>, to statistics: inout MutableSpan<Float>, _ scratch: inout MutableSpan<Float>
    ) {
        let share = 1 / Float(positions * groupWidth)
        sum(.first, &scratch) { index, width, _, _ in x.lanes(at: index, count: width) }
        for group in 0..<groups {
            statistics[2 * group] = total(scratch.span, .first, group) * share
            spread(statistics[2 * group], over: group, .mean, &scratch)
        }
        sum(.first, &scratch) { index, width, mean, _ in
            let distance = x.lanes(at: index, count: width) - mean
            return distance * distance
        }
        for group in 0..<groups {
            let variance = total(scratch.span, .first, group) * share
            statistics[2 * group + 1] = 1 / (variance + Float(epsilon)).squareRoot()
            spread(statistics[2 * group + 1], over: group, .scale, &scratch)
        }
    }

    private func write(
        _ x: Span<Float>, _ parameters: Span<Float>, _ scratch: Span<Float>, to y: inout MutableSpan<Float>
    ) {
        var channel = 0
        while channel < channels {
            let width = min(8, channels &- channel)
            let w = parameters.lanes(at: weight.lowerBound &+ channel, count: width)
            let b = parameters.lanes(at: bias.lowerBound &+ channel, count: width)
            let mean = lanes(scratch, .mean, channel, width)
            let scale = lanes(scratch, .scale, channel, width)
            var index = channel
            while index < inputCount {
                y.store((x.lanes(at: index, count: width) - mean) * scale * w + b, at: index, count: width)
                index &+= channels
            }
            channel &+= 8
        }
    }
}

// Going back.
extension GroupNorm {
    private func clear(_ gradient: inout MutableSpan<Float>) {
        var dw = gradient.part(weight)
        dw.clear()
        var db = gradient.part(bias)
        db.clear()
    }

    private func addParameterGradients(_ scratch: Span<Float>, _ gradient: inout MutableSpan<Float>) {
        var dw = gradient.part(weight)
        dw.add(scratch.extracting(start(.first)..<start(.first) + channels))
        var db = gradient.part(bias)
        db.add(scratch.extracting(start(.second)..<start(.second) + channels))
    }

    /// Writes mean(g h) and mean(g) of each channel's group.
    private func writeFactors(_ parameters: Span<Float>, _ scratch: inout MutableSpan<Float>) {
        let w = parameters.extracting(weight)
        let share = 1 / Float(positions * groupWidth)
        for group in 0..<groups {
            var (along, plain) = (Float(0), Float(0))
            for channel in group * groupWidth..<(group + 1) * groupWidth {
                along += w[channel] * scratch[start(.first) + channel]
                plain += w[channel] * scratch[start(.second) + channel]
            }
            spread(along * share, over: group, .along, &scratch)
            spread(plain * share, over: group, .plain, &scratch)
        }
    }

    private func writeGradient(
        _ x: Span<Float>, _ dy: Span<Float>, _ parameters: Span<Float>, _ scratch: Span<Float>,
        to dx: inout MutableSpan<Float>
    ) {
        var channel = 0
        while channel < channels {
            let width = min(8, channels &- channel)
            let w = parameters.lanes(at: weight.lowerBound &+ channel, count: width)
            let (mean, scale) = (lanes(scratch, .mean, channel, width), lanes(scratch, .scale, channel, width))
            let (along, plain) = (lanes(scratch, .along, channel, width), lanes(scratch, .plain, channel, width))
            var index = channel
            while index < inputCount {
                let g = dy.lanes(at: index, count: width) * w - plain
                let h = (x.lanes(at: index, count: width) - mean) * scale
                dx.store((g - h * along) * scale, at: index, count: width)
                index &+= channels
            }
            channel &+= 8
        }
    }
}
