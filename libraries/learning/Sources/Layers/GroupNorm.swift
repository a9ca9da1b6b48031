/// Group norm: each sample's channels are normalised in groups, over the group's channels and all positions.
///
/// Letters: N samples, P positions (H W), C channels in G groups of C / G. x is (N, P, C), w and b are (C).
/// h = (x - mean) / sqrt(variance + epsilon), y = h w + b, with mean and variance over the P C / G elements of a group.
/// Sums run over the positions in order, then over the group's channels in order.
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
    /// Mean and 1 / deviation of each group are kept; scratch holds two sums and two factors a channel.
    var needs: LayerNeeds { LayerNeeds(input: true, kept: 2 * groups, fixedScratch: 4 * channels) }

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
            for position in 0..<positions {
                let row = position * channels..<(position + 1) * channels
                var outputRow = y.part(row)
                writeRow(x.extracting(row), pass.parameters, statistics.span, to: &outputRow)
            }
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
            let statistics = kept.span.extracting(2 * groups * sample..<2 * groups * (sample + 1))
            sumChannels(x, dy, statistics, &scratch)
            addParameterGradients(scratch.span, &gradient)
            guard inputGradient.count > 0 else { continue }
            writeFactors(pass.parameters, statistics, &scratch)
            var dx = inputGradient.part(range)
            let factors = scratch.span
            for position in 0..<positions {
                let row = position * channels..<(position + 1) * channels
                var rowGradient = dx.part(row)
                writeRowGradient(
                    x.extracting(row), dy.extracting(row), pass.parameters, statistics, factors, to: &rowGradient)
            }
        }
    }
}

extension GroupNorm {
    private var groupWidth: Int { channels / groups }

    private func writeStatistics(
        of x: Span<Float>, to statistics: inout MutableSpan<Float>, _ scratch: inout MutableSpan<Float>
    ) {
        let share = 1 / Float(positions * groupWidth)
        var sums = scratch.part(0..<channels)
        sums.clear()
        for position in 0..<positions { sums.add(x.extracting(position * channels..<(position + 1) * channels)) }
        for group in 0..<groups {
            statistics[2 * group] = total(sums.span, group) * share
        }
        sums.clear()
        for position in 0..<positions {
            for channel in 0..<channels {
                let distance = x[position * channels + channel] - statistics[2 * (channel / groupWidth)]
                sums[channel] += distance * distance
            }
        }
        for group in 0..<groups {
            let variance = total(sums.span, group) * share
            statistics[2 * group + 1] = 1 / (variance + Float(epsilon)).squareRoot()
        }
    }

    private func total(_ sums: Span<Float>, _ group: Int) -> Float {
        var total: Float = 0
        for channel in group * groupWidth..<(group + 1) * groupWidth { total += sums[channel] }
        return total
    }

    private func writeRow(
        _ x: Span<Float>, _ parameters: Span<Float>, _ statistics: Span<Float>, to y: inout MutableSpan<Float>
    ) {
        let w = parameters.extracting(weight)
        let b = parameters.extracting(bias)
        for group in 0..<groups {
            let (mean, scale) = (statistics[2 * group], statistics[2 * group + 1])
            let range = group * groupWidth..<(group + 1) * groupWidth
            var part = y.part(range)
            part.write(x.extracting(range), w.extracting(range)) { ($0 - mean) * scale * $1 }
            part.add(b.extracting(range))
        }
    }

    private func clear(_ gradient: inout MutableSpan<Float>) {
        var dw = gradient.part(weight)
        dw.clear()
        var db = gradient.part(bias)
        db.clear()
    }

    /// Writes each channel's sum of dy h, and behind them each channel's sum of dy.
    private func sumChannels(
        _ x: Span<Float>, _ dy: Span<Float>, _ statistics: Span<Float>, _ scratch: inout MutableSpan<Float>
    ) {
        var sums = scratch.part(0..<2 * channels)
        sums.clear()
        for position in 0..<positions {
            for group in 0..<groups {
                let (mean, scale) = (statistics[2 * group], statistics[2 * group + 1])
                let range = group * groupWidth..<(group + 1) * groupWidth
                let first = position * channels
                let row = first + range.lowerBound..<first + range.upperBound
                var along = sums.part(range)
                along.add(products: dy.extracting(row), x.extracting(row)) { $0 * (($1 - mean) * scale) }
            }
            var plain = sums.part(channels..<2 * channels)
            plain.add(dy.extracting(position * channels..<(position + 1) * channels))
        }
    }

    private func addParameterGradients(_ sums: Span<Float>, _ gradient: inout MutableSpan<Float>) {
        var dw = gradient.part(weight)
        dw.add(sums.extracting(0..<channels))
        var db = gradient.part(bias)
        db.add(sums.extracting(channels..<2 * channels))
    }

    /// Writes mean(g h) and mean(g) of each group to the scratch behind the channels' sums.
    private func writeFactors(
        _ parameters: Span<Float>, _ statistics: Span<Float>, _ scratch: inout MutableSpan<Float>
    ) {
        let w = parameters.extracting(weight)
        let share = 1 / Float(positions * groupWidth)
        for group in 0..<groups {
            var (along, plain) = (Float(0), Float(0))
            for channel in group * groupWidth..<(group + 1) * groupWidth {
                along += w[channel] * scratch[channel]
                plain += w[channel] * scratch[channels + channel]
            }
            scratch[2 * channels + group] = along * share
            scratch[3 * channels + group] = plain * share
        }
    }

    private func writeRowGradient(
        _ x: Span<Float>, _ dy: Span<Float>, _ parameters: Span<Float>, _ statistics: Span<Float>,
        _ factors: Span<Float>, to dx: inout MutableSpan<Float>
    ) {
        let w = parameters.extracting(weight)
        for group in 0..<groups {
            let (mean, scale) = (statistics[2 * group], statistics[2 * group + 1])
            let (along, plain) = (factors[2 * channels + group], factors[3 * channels + group])
            let range = group * groupWidth..<(group + 1) * groupWidth
            var part = dx.part(range)
            part.write(dy.extracting(range), w.extracting(range)) { $0 * $1 - plain }
            part.update(x.extracting(range)) { ($0 - ($1 - mean) * scale * along) * scale }
        }
    }
}
