import Learning

/// Every layer, in shapes that fill lanes, miss them, and leave a rest; with a layer in front that its dx reaches.
enum LayerExamples {
    static let linear = [
        NetworkExample("one input, two outputs", [1], [.linear(outputs: 2)], samples: 1),
        NetworkExample("linear 9 to 19", [9], [.linear(outputs: 19)]),
        NetworkExample("two linear layers, no bias", [5], [.linear(outputs: 8, bias: false), .linear(outputs: 3)]),
        NetworkExample("linear over positions", [4, 7], [.linear(outputs: 9), .linear(outputs: 5)]),
    ]

    static let activations = Activation.allCases.flatMap { activation in
        [
            NetworkExample(
                "\(activation), fused", [5], [.linear(outputs: 11), .activation(activation), .linear(outputs: 3)]),
            NetworkExample(
                "\(activation), fused without bias", [5],
                [.linear(outputs: 11, bias: false), .activation(activation), .linear(outputs: 3)]),
            NetworkExample(
                "\(activation), alone", [5],
                [.linear(outputs: 11), .layerNorm(), .activation(activation), .linear(outputs: 3)]),
        ]
    }

    static let images = [
        NetworkExample(
            "convolution on one channel", [1, 6, 5],
            [.convolution(channels: 3, kernel: 3), .flatten, .linear(outputs: 4)]),
        NetworkExample(
            "convolutions with padding and stride", [3, 7, 6],
            [
                .convolution(channels: 8, kernel: 3, stride: 2, padding: 1), .activation(.relu),
                .convolution(channels: 5, kernel: 2, padding: 1), .activation(.silu), .flatten, .linear(outputs: 3),
            ]),
        NetworkExample(
            "1 x 1 convolution without bias", [2, 3, 3],
            [.convolution(channels: 9, kernel: 1, bias: false), .convolution(channels: 2, kernel: 3), .flatten]),
        NetworkExample(
            "a kernel wider than the image, with padding", [2, 2, 2],
            [
                .convolution(channels: 4, kernel: 5, padding: 2), .convolution(channels: 3, kernel: 3, padding: 1),
                .flatten,
            ]),
        NetworkExample(
            "max pooling", [2, 7, 7],
            [
                .convolution(channels: 9, kernel: 2), .maxPooling(kernel: 2, stride: 2), .flatten, .linear(outputs: 3),
            ]),
        NetworkExample(
            "max pooling with windows that overlap", [1, 7, 7],
            [.convolution(channels: 8, kernel: 2), .maxPooling(kernel: 3, stride: 1), .flatten, .linear(outputs: 3)]),
        NetworkExample(
            "average pooling", [1, 8, 7],
            [
                .convolution(channels: 9, kernel: 2), .averagePooling(kernel: 3, stride: 2), .flatten,
                .linear(outputs: 3),
            ]),
        NetworkExample(
            "group norm", [2, 4, 5],
            [
                .convolution(channels: 18, kernel: 3, padding: 1), .groupNorm(groups: 2), .activation(.relu), .flatten,
                .linear(outputs: 3),
            ]),
        NetworkExample(
            "group norm of single channels", [1, 4, 4],
            [.convolution(channels: 3, kernel: 2), .groupNorm(groups: 3), .flatten, .linear(outputs: 3)]),
        NetworkExample(
            "a convolution of more samples than are laid out at once", [1, 32, 32],
            [.convolution(channels: 2, kernel: 5, padding: 2), .averagePooling(kernel: 8, stride: 8), .flatten],
            samples: 9),
    ]

    static let rows = [
        NetworkExample("layer norm", [6], [.linear(outputs: 19), .layerNorm(), .linear(outputs: 3)]),
        NetworkExample("layer norm over positions", [3, 6], [.linear(outputs: 8), .layerNorm(), .linear(outputs: 3)]),
        NetworkExample("RMS norm", [6], [.linear(outputs: 19), .rmsNorm(), .linear(outputs: 3)]),
        NetworkExample("softmax in the middle", [6], [.linear(outputs: 11), .softmax, .linear(outputs: 3)]),
        NetworkExample(
            "dropout in evaluation", [6], [.linear(outputs: 9), .sequential([NamedLayer(.linear(outputs: 3))])]),
    ]

    static let sequences = [
        NetworkExample("embedding", [5], [.embedding(tokens: 7, width: 9), .linear(outputs: 7)]),
        NetworkExample(
            "positional embedding", [5], [.embedding(tokens: 7, width: 9), .positionalEmbedding(), .linear(outputs: 7)]),
        NetworkExample(
            "attention with one head", [3, 4], [.causalSelfAttention(heads: 1), .linear(outputs: 3)]),
        NetworkExample(
            "attention with three heads", [9, 6],
            [.linear(outputs: 12), .causalSelfAttention(heads: 3), .linear(outputs: 3)]),
        NetworkExample(
            "attention over more than one block of rows", [67, 2],
            [.linear(outputs: 4), .causalSelfAttention(heads: 2), .linear(outputs: 2)], samples: 2),
    ]

    private static let block: [LayerDescription] = [
        .residual(body: [NamedLayer(.layerNorm()), NamedLayer(.causalSelfAttention(heads: 2))]),
        .residual(body: [
            NamedLayer(.layerNorm()), NamedLayer(.linear(outputs: 16)), NamedLayer(.activation(.geluTanh)),
            NamedLayer(.linear(outputs: 8)),
        ]),
    ]

    static let compositions = [
        NetworkExample(
            "residual whose body's output is needed again", [6],
            [
                .linear(outputs: 5),
                .residual(body: [NamedLayer(.linear(outputs: 5)), NamedLayer(.activation(.relu))]),
                .linear(outputs: 3),
            ]),
        NetworkExample(
            "residual within a residual, at its end", [6],
            [
                .linear(outputs: 5),
                .residual(body: [
                    NamedLayer(.linear(outputs: 5)),
                    NamedLayer(.residual(body: [NamedLayer(.linear(outputs: 5)), NamedLayer(.activation(.tanh))])),
                ]),
                .linear(outputs: 3),
            ]),
        NetworkExample(
            "residual of the features themselves", [5],
            [.residual(body: [NamedLayer(.linear(outputs: 5))]), .linear(outputs: 3)]),
        NetworkExample(
            "residual with a shortcut", [2, 4, 4],
            [
                .convolution(channels: 3, kernel: 1),
                .residual(
                    body: [
                        NamedLayer(.convolution(channels: 8, kernel: 3, stride: 2, padding: 1)),
                        NamedLayer(.groupNorm(groups: 4)), NamedLayer(.activation(.relu)),
                    ],
                    shortcut: [NamedLayer(.convolution(channels: 8, kernel: 1, stride: 2, bias: false))]),
                .activation(.relu), .averagePooling(kernel: 2, stride: 2), .flatten, .linear(outputs: 3),
            ]),
        NetworkExample(
            "a small transformer", [6],
            [.embedding(tokens: 7, width: 8), .positionalEmbedding()] + block + block + [
                .layerNorm(), .linear(outputs: 7),
            ]),
    ]

    static let losses = [
        NetworkExample("label smoothing", [5], [.linear(outputs: 9)], loss: .crossEntropy(labelSmoothing: 0.1)),
        NetworkExample(
            "label smoothing over positions", [4, 5], [.linear(outputs: 3)], loss: .crossEntropy(labelSmoothing: 0.2)),
        NetworkExample("squared error", [5], [.linear(outputs: 9)], loss: .meanSquaredError),
        NetworkExample("squared error of one value", [5], [.linear(outputs: 1)], loss: .meanSquaredError),
        NetworkExample("binary cross-entropy", [5], [.linear(outputs: 9)], loss: .binaryCrossEntropy),
    ]

    static let all = linear + activations + images + rows + sequences + compositions + losses
}
