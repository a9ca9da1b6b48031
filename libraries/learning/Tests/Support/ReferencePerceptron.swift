import Foundation
import Learning

/// A perceptron in Double and plain loops, the oracle of the fast one.
struct ReferencePerceptron {
    let widths: [Int]
    let layout: ParameterLayout

    init(_ description: NetworkDescription) throws {
        layout = try Model(description).layout
        widths =
            description.inputShape
            + description.layers.compactMap { layer in
                if case .linear(let outputs, _) = layer.layer { outputs } else { nil }
            }
    }

    /// The logits of one sample.
    func logits(_ features: [Double], _ parameters: [Double]) -> [Double] {
        var values = features
        for layer in 1..<widths.count {
            let weight = layout.entries[2 * layer - 2].range
            let bias = layout.entries[2 * layer - 1].range
            var next: [Double] = []
            for output in 0..<widths[layer] {
                var sum = parameters[bias.lowerBound + output]
                for input in 0..<values.count {
                    sum += parameters[weight.lowerBound + output * values.count + input] * values[input]
                }
                next.append(layer < widths.count - 1 ? max(sum, 0) : sum)
            }
            values = next
        }
        return values
    }

    /// The sum of the samples' losses.
    func lossSum(_ features: [Double], _ labels: [UInt32], _ parameters: [Double]) -> Double {
        let width = widths[0]
        return labels.indices.reduce(0) { sum, sample in
            let row = Array(features[sample * width..<(sample + 1) * width])
            return sum + crossEntropy(logits(row, parameters), label: Int(labels[sample]))
        }
    }

    /// d lossSum / d parameters by central differences.
    func gradient(_ features: [Double], _ labels: [UInt32], _ parameters: [Double]) -> [Double] {
        centralDifferences(at: parameters) { lossSum(features, labels, $0) }
    }
}

/// Softmax and cross-entropy of one sample.
func crossEntropy(_ logits: [Double], label: Int) -> Double {
    let greatest = logits.max() ?? 0
    return log(logits.reduce(0) { $0 + exp($1 - greatest) }) - (logits[label] - greatest)
}

/// The gradient of `value` at `point`, right to about 1e-9 for values and arguments near 1.
func centralDifferences(at point: [Double], _ value: ([Double]) throws -> Double) rethrows -> [Double] {
    let step = 1e-6
    var moved = point
    return try point.indices.map { index in
        defer { moved[index] = point[index] }
        moved[index] = point[index] + step
        let above = try value(moved)
        moved[index] = point[index] - step
        return (above - (try value(moved))) / (2 * step)
    }
}
