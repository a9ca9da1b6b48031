import Foundation
import Learning

/// curves.json: the losses of three short runs in PyTorch, step by step, and all that they started from.
struct CurveFixture: Decodable {
    /// (64, 28, 28) of Fashion-MNIST.
    let pixels: Data
    let labels: [UInt32]
    let text: String
    let curves: [Curve]

    struct Curve: Decodable {
        let name: String
        let batch: Int
        let tensors: [Tensor]
        let losses: [Double]
    }

    /// A tensor whose elements are `constant` plus numbers of [-bound, bound).
    struct Tensor: Decodable {
        let count: Int
        let bound: Float
        let constant: Float
    }

    func curve(named name: String) -> Curve? { curves.first { $0.name == name } }

    /// The images, each a sample.
    var images: [CurveSample] {
        let features = pixels.map { Float($0) / 255 - 0.5 }
        return labels.enumerated().map { index, label in
            CurveSample(features: Array(features[index * 784..<(index + 1) * 784]), labels: [label])
        }
    }

    /// Windows of the text, one beginning every fifth character; the tokens are its characters in their order.
    func windows(context: Int) -> [CurveSample] {
        let tokens = Array(Set(text.unicodeScalars)).sorted()
        let numbers = text.unicodeScalars.map { UInt32(tokens.firstIndex(of: $0) ?? 0) }
        return stride(from: 0, to: numbers.count - context, by: 5).map { start in
            CurveSample(
                features: numbers[start..<start + context].map { Float($0) },
                labels: Array(numbers[start + 1...start + context]))
        }
    }
}

/// What a loss curve's network takes and should give.
struct CurveSample {
    let features: [Float]
    let labels: [UInt32]
}

extension CurveFixture.Curve {
    /// The parameters that both sides start from.
    var initialParameters: [Float] {
        var state: UInt64 = 42
        return tensors.flatMap { tensor in
            (0..<tensor.count).map { _ in
                state = (1_103_515_245 * state + 12_345) % (1 << 31)
                return Float(Double(state) / Double(1 << 30) - 1) * tensor.bound + tensor.constant
            }
        }
    }
}
