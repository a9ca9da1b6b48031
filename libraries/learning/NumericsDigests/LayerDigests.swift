internal import Digests
internal import Learning

/// A whole step, forward and backward, of small networks in which every kind of layer and loss occurs.
enum LayerDigests {
    private static let microBatch = 5

    static func all() throws -> [(String, Digest)] {
        try networks().map { ($0, try Probe.digest(of: try Model($1), microBatch: microBatch)) }
    }

    private static func networks() throws -> [(String, NetworkDescription)] {
        let activations = Activation.allCases.flatMap { activation in
            [
                ("\(activation) behind linear", rows([.linear(outputs: 27), .activation(activation)])),
                ("\(activation) alone", rows([.linear(outputs: 27), .layerNorm(), .activation(activation)])),
            ]
        }
        return activations + normsAndOthers + images + losses
            + [
                ("lenet", .lenet(inputShape: [1, 28, 28], channels: [8, 9], hidden: 33, outputs: 10)),
                ("resnet-small", try .smallResidualNetwork(inputShape: [3, 16, 16], outputs: 10)),
                ("gpt", try .gpt(tokens: 65, context: 70, width: 24, heads: 2, layers: 2, dropout: 0.1)),
            ]
    }

    private static var normsAndOthers: [(String, NetworkDescription)] {
        [
            ("layer norm", rows([.linear(outputs: 27), .layerNorm()])),
            ("RMS norm", rows([.linear(outputs: 27), .rmsNorm()])),
            ("softmax", rows([.linear(outputs: 27), .softmax])),
            ("dropout", rows([.linear(outputs: 27), .dropout(probability: 0.3)])),
        ]
    }

    private static var images: [(String, NetworkDescription)] {
        [
            ("convolution", image([.convolution(channels: 11, kernel: 3)])),
            ("convolution with padding", image([.convolution(channels: 11, kernel: 3, stride: 2, padding: 1)])),
            ("max pooling", image([.convolution(channels: 11, kernel: 2), .maxPooling(kernel: 2, stride: 2)])),
            (
                "max pooling, overlapping",
                image([.convolution(channels: 8, kernel: 2), .maxPooling(kernel: 3, stride: 1)])
            ),
            ("average pooling", image([.convolution(channels: 11, kernel: 2), .averagePooling(kernel: 2, stride: 2)])),
            ("group norm", image([.convolution(channels: 12, kernel: 3), .groupNorm(groups: 3)])),
        ]
    }

    private static var losses: [(String, NetworkDescription)] {
        [
            ("cross-entropy with smoothing", rows([.linear(outputs: 27)], loss: .crossEntropy(labelSmoothing: 0.1))),
            ("mean squared error", rows([.linear(outputs: 27)], loss: .meanSquaredError)),
            ("binary cross-entropy", rows([.linear(outputs: 27)], loss: .binaryCrossEntropy)),
        ]
    }

    private static func rows(
        _ layers: [LayerDescription], loss: LossDescription = .crossEntropy()
    ) -> NetworkDescription {
        NetworkDescription(
            inputShape: [19], layers: (layers + [.linear(outputs: 10)]).map { NamedLayer($0) }, loss: loss)
    }

    private static func image(_ layers: [LayerDescription]) -> NetworkDescription {
        let layers = layers + [.flatten, .linear(outputs: 10)]
        return NetworkDescription(inputShape: [2, 9, 9], layers: layers.map { NamedLayer($0) })
    }
}
