/// Turns images between PyTorch's order and ours.
///
/// Letters: P positions (H W), C channels. PyTorch's order is (C, P), ours (P, C).
struct ChannelOrder: Layer {
    let positions: Int
    let channels: Int
    /// From PyTorch's order to ours, or back.
    let toChannelsLast: Bool

    var kind: String { "channelOrder" }
    var inputCount: Int { positions * channels }
    var outputCount: Int { positions * channels }
    var hasParameters: Bool { false }
    var needs: LayerNeeds { LayerNeeds() }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        reorder(input, to: &output, samples: pass.samples, toChannelsLast: toChannelsLast)
    }

    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        guard inputGradient.count > 0 else { return }
        reorder(outputGradient.span, to: &inputGradient, samples: pass.samples, toChannelsLast: !toChannelsLast)
    }

    private func reorder(
        _ source: Span<Float>, to target: inout MutableSpan<Float>, samples: Int, toChannelsLast: Bool
    ) {
        for sample in 0..<samples {
            let start = sample * positions * channels
            for position in 0..<positions {
                for channel in 0..<channels {
                    let (first, last) = (channel * positions + position, position * channels + channel)
                    if toChannelsLast {
                        target[start + last] = source[start + first]
                    } else {
                        target[start + first] = source[start + last]
                    }
                }
            }
        }
    }
}
