internal import Learning

// Loops of layers, forward and backward, without the matrix products: what a network takes with the layer, less what it
// takes without.
extension Loop {
    private static let samples = 4

    static func ofLayers() throws -> [Loop] {
        try activations() + rows() + images() + text() + losses()
    }

    /// Behind a norm they are on their own; behind a linear layer they are fused into it.
    private static func activations() throws -> [Loop] {
        let limits: [Activation: (alone: Double, fused: Double)] = [
            .relu: (4.2, 4.3), .gelu: (47, 26), .geluTanh: (35, 17),
            .silu: (25, 11), .tanh: (18, 15), .sigmoid: (14, 11),
        ]
        return try Activation.allCases.flatMap { activation in
            let limit = limits[activation] ?? (alone: 0, fused: 0)
            return [
                try ofRows("\(activation)", limit.alone, behind: [.layerNorm()], .activation(activation)),
                try ofRows("\(activation) behind a product", limit.fused, behind: [], .activation(activation)),
            ]
        }
    }

    private static func rows() throws -> [Loop] {
        [
            try ofRows("layer norm", 35, behind: [], .layerNorm()), try ofRows("RMS norm", 24, behind: [], .rmsNorm()),
            try ofRows("softmax", 19, behind: [.layerNorm()], .softmax),
            try ofRows("dropout", 34, behind: [.layerNorm()], .dropout(probability: 0.1)),
            try ofRows(
                "residual", 3.8, behind: [.layerNorm()], .residual(body: [NamedLayer(.layerNorm())]),
                instead: .layerNorm()),
        ]
    }

    /// A layer of 512 features that come from a product.
    private static func ofRows(
        _ name: String, _ limit: Double, behind layers: [LayerDescription], _ layer: LayerDescription,
        instead: LayerDescription? = nil
    ) throws -> Loop {
        let base: [LayerDescription] = [.linear(outputs: 512)] + layers
        return try Loop(
            name, elements: samples * 512, limit: limit, [64], without: base + (instead.map { [$0] } ?? []),
            with: base + [layer])
    }

    /// Images of 32 by 32 pixels in 8 channels.
    private static func images() throws -> [Loop] {
        let shape = [8, 32, 32]
        let pixels = samples * 8 * 32 * 32
        let base: [LayerDescription] = [.convolution(channels: 8, kernel: 1)]
        return [
            try Loop(
                "group norm", elements: pixels, limit: 17, shape, without: base + [.flatten],
                with: base + [.groupNorm(groups: 1), .flatten]),
            try Loop(
                "windows of a convolution", elements: 9 * pixels, limit: 22, shape, without: base + [.flatten],
                with: base + [.convolution(channels: 8, kernel: 3, padding: 1), .flatten]),
            try Loop(
                "windows without padding", elements: samples * 8 * 25 * 28 * 28, limit: 6.2, shape,
                without: base + [.flatten], with: base + [.convolution(channels: 8, kernel: 5), .flatten]),
            // What comes behind is small; the convolution in front counts with them.
            try Loop(
                "convolution and max pooling", elements: pixels, limit: 75, shape, without: [],
                with: base + [.maxPooling(kernel: 2, stride: 2), .flatten]),
            try Loop(
                "max pooling, overlapping", elements: pixels, limit: 105, shape, without: [],
                with: base + [.groupNorm(groups: 1), .maxPooling(kernel: 3, stride: 2), .flatten]),
            try Loop(
                "average pooling", elements: pixels, limit: 86, shape, without: [],
                with: base + [.averagePooling(kernel: 2, stride: 2), .flatten]),
        ]
    }

    /// Texts of 128 tokens.
    private static func text() throws -> [Loop] {
        let base: [LayerDescription] = [.embedding(tokens: 64, width: 64)]
        let elements = samples * 128 * 64
        return [
            try Loop("embedding", elements: elements, limit: 25, [128], without: [], with: base),
            try Loop(
                "positional embedding", elements: elements, limit: 5.0, [128], without: base,
                with: base + [.positionalEmbedding()]),
            try Loop(
                "attention, for each pair of positions", elements: samples * 4 * 128 * 128, limit: 17, [128],
                without: base, with: base + [.causalSelfAttention(heads: 4)]),
        ]
    }

    private static func losses() throws -> [Loop] {
        [
            try Loop(
                "cross-entropy with a layer", elements: samples * 512, limit: 20, [64], without: [],
                with: [.linear(outputs: 512)]),
            try Loop(
                "squared error with a layer", elements: samples * 512, limit: 34, [64], without: [],
                with: [.linear(outputs: 512)], loss: .meanSquaredError),
            try Loop(
                "binary cross-entropy with a layer", elements: samples * 512, limit: 90, [64], without: [],
                with: [.linear(outputs: 512)], loss: .binaryCrossEntropy),
        ]
    }

    private init(
        _ name: String, elements: Int, limit: Double, _ shape: [Int], without: [LayerDescription],
        with: [LayerDescription], loss: LossDescription = .crossEntropy()
    ) throws {
        let steps = try [without, with].map {
            try $0.isEmpty ? nil : CountedStep(shape, $0, loss: loss, samples: Self.samples)
        }
        self.init(
            name, elements: elements, limit: limit, without: { try steps[0]?.run() }, with: { try steps[1]?.run() })
    }
}
