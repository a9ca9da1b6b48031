import Foundation

/// Loss and gradient of a multi-layer perceptron by plain loops in float64: an implementation that shares nothing with
/// the one under test.
struct ReferencePerceptron {
    /// Of the input, the hidden layers and the output.
    let widths: [Int]
    /// Laid out as PyTorch does: for each layer the weight (outputs, inputs), then the bias.
    let parameters: [Double]

    struct Outcome {
        var lossSum = 0.0
        var correct = 0
        var gradient: [Double]
    }

    /// Sums over samples, each of `widths[0]` features.
    func outcome(features: [Float], labels: [Int]) -> Outcome {
        var outcome = Outcome(gradient: Array(repeating: 0, count: parameters.count))
        for (sample, label) in labels.enumerated() {
            let input = features[sample * widths[0]..<(sample + 1) * widths[0]].map(Double.init)
            add(input, label, to: &outcome)
        }
        return outcome
    }

    private func add(_ input: [Double], _ label: Int, to outcome: inout Outcome) {
        var activations = [input]
        var offset = 0
        var offsets: [Int] = []
        for (inputs, outputs) in zip(widths, widths.dropFirst()) {
            offsets.append(offset)
            let bias = offset + inputs * outputs
            let isLast = activations.count == widths.count - 1
            activations.append(
                (0..<outputs).map { output in
                    var sum = parameters[bias + output]
                    for index in 0..<inputs {
                        sum += parameters[offset + output * inputs + index] * (activations.last ?? [])[index]
                    }
                    return isLast ? sum : max(0, sum)
                })
            offset = bias + outputs
        }
        let logits = activations[widths.count - 1]
        let largest = logits.max() ?? 0
        let exponentials = logits.map { exp($0 - largest) }
        let total = exponentials.reduce(0, +)
        outcome.lossSum += log(total) + largest - logits[label]
        if logits.firstIndex(of: largest) == label { outcome.correct += 1 }
        var error = exponentials.enumerated().map { $1 / total - ($0 == label ? 1 : 0) }
        for layer in stride(from: widths.count - 2, through: 0, by: -1) {
            let (inputs, outputs, offset) = (widths[layer], widths[layer + 1], offsets[layer])
            var previous = Array(repeating: 0.0, count: inputs)
            for output in 0..<outputs {
                outcome.gradient[offset + inputs * outputs + output] += error[output]
                for index in 0..<inputs {
                    outcome.gradient[offset + output * inputs + index] += error[output] * activations[layer][index]
                    previous[index] += error[output] * parameters[offset + output * inputs + index]
                }
            }
            error = zip(previous, activations[layer]).map { $1 > 0 ? $0 : 0 }
        }
    }
}
