import Learning

/// network-NAME.json: a network, a batch, and what PyTorch makes of them, by `make_network_fixtures.py`.
struct NetworkFixture: Decodable {
    let inputShape: [Int]
    let layers: [Layer]
    let loss: Loss
    let samples: Int
    let rate: Double
    let names: [String]
    let shapes: [[Int]]
    let parameters: [Float]
    let features: [Float]
    let labels: [Float]
    let outputs: [Float]
    let gradient: [Float]
    let losses: [Double]
    let result: [Float]

    struct Loss: Decodable {
        let kind: String
        let labelSmoothing: Double?

        var description: LossDescription {
            switch kind {
            case "crossEntropy": .crossEntropy(labelSmoothing: labelSmoothing ?? 0)
            case "meanSquaredError": .meanSquaredError
            default: .binaryCrossEntropy
            }
        }
    }

    final class Layer: Decodable {
        let kind: String
        let outputs: Int?
        let channels: Int?
        let kernel: Int?
        let stride: Int?
        let padding: Int?
        let bias: Bool?
        let groups: Int?
        let heads: Int?
        let tokens: Int?
        let width: Int?
        let body: [Layer]?
        let shortcut: [Layer]?
        let layers: [Layer]?

        var description: NamedLayer { NamedLayer(layer) }

        private var layer: LayerDescription {
            switch kind {
            case "linear": .linear(outputs: outputs ?? 0, bias: bias ?? true)
            case "convolution":
                .convolution(
                    channels: channels ?? 0, kernel: kernel ?? 0, stride: stride ?? 1, padding: padding ?? 0,
                    bias: bias ?? true)
            case "maxPooling": .maxPooling(kernel: kernel ?? 0, stride: stride ?? 0)
            case "averagePooling": .averagePooling(kernel: kernel ?? 0, stride: stride ?? 0)
            case "flatten": .flatten
            case "softmax": .softmax
            case "layerNorm": .layerNorm()
            case "rmsNorm": .rmsNorm()
            case "groupNorm": .groupNorm(groups: groups ?? 0)
            case "embedding": .embedding(tokens: tokens ?? 0, width: width ?? 0)
            case "positionalEmbedding": .positionalEmbedding()
            case "causalSelfAttention": .causalSelfAttention(heads: heads ?? 0)
            case "residual":
                .residual(body: (body ?? []).map(\.description), shortcut: (shortcut ?? []).map(\.description))
            case "sequential": .sequential((layers ?? []).map(\.description))
            default: .activation(Activation(rawValue: kind) ?? .relu)
            }
        }
    }

    var description: NetworkDescription {
        NetworkDescription(inputShape: inputShape, layers: layers.map(\.description), loss: loss.description)
    }
}
