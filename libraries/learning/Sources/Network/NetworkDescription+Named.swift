extension NetworkDescription {
    /// Linear layers from `inputs` through each size of `hidden` to `outputs`, called "fc1", "fc2" and so on, with ReLU
    /// between them and softmax cross-entropy behind the last.
    ///
    /// No hidden layer makes it a linear classifier.
    public static func multilayerPerceptron(inputs: Int, hidden: [Int], outputs: Int) -> NetworkDescription {
        let widths = hidden + [outputs]
        let layers = widths.enumerated().flatMap { index, width -> [NamedLayer] in
            let linear = NamedLayer(.linear(outputs: width), name: "fc\(index + 1)")
            return index < hidden.count ? [linear, NamedLayer(.activation(.relu))] : [linear]
        }
        return NetworkDescription(inputShape: [inputs], layers: layers)
    }

    /// A LeNet-class network: two convolutions with ReLU and max pooling, one hidden linear layer, the classes.
    ///
    /// `inputShape` is (channels, height, width). In PyTorch: a `Sequential` of an `OrderedDict` with "conv1", "conv2",
    /// "fc1" and "fc2", the layers without parameters called by their number.
    public static func lenet(
        inputShape: [Int], channels: [Int] = [32, 64], kernel: Int = 5, hidden: Int = 512, outputs: Int
    ) -> NetworkDescription {
        let convolutions = channels.enumerated().flatMap { index, count in
            [
                NamedLayer(.convolution(channels: count, kernel: kernel), name: "conv\(index + 1)"),
                NamedLayer(.activation(.relu)), NamedLayer(.maxPooling(kernel: 2, stride: 2)),
            ]
        }
        return NetworkDescription(
            inputShape: inputShape,
            layers: convolutions + [
                NamedLayer(.flatten), NamedLayer(.linear(outputs: hidden), name: "fc1"), NamedLayer(.activation(.relu)),
                NamedLayer(.linear(outputs: outputs), name: "fc2"),
            ])
    }

    /// A small residual network with group norm: a stem, then stages of `blocks` residual blocks each, the first of every
    /// stage but the first halving height and width.
    ///
    /// `inputShape` is (channels, height, width) with height and width equal, and divisible by 2 to the number of stages
    /// less one; `widths` are the channels of the stages, each a multiple of `groups`.
    ///
    /// Throws `invalidDescription` for an image that is not square or cannot be halved so often.
    public static func smallResidualNetwork(
        inputShape: [Int], widths: [Int] = [16, 32, 64], blocks: Int = 1, groups: Int = 8, outputs: Int
    ) throws(LearningError) -> NetworkDescription {
        guard inputShape.count == 3, inputShape[1] == inputShape[2], (1...16).contains(widths.count),
            inputShape[1] >= 1, inputShape[1] % (1 << (widths.count - 1)) == 0, (1...256).contains(blocks)
        else {
            throw .invalidDescription(
                key: "model.resnet-small",
                expected: "a square image whose height can be halved once a stage but the first, 1 to 16 stages of "
                    + "1 to 256 blocks",
                got: "\(SampleShape.text(inputShape)), \(widths.count) stages of \(blocks) blocks")
        }
        var layers = convolutionAndNorm(widths[0], kernel: 3, stride: 1, groups) + [NamedLayer(.activation(.relu))]
        for (stage, width) in widths.enumerated() {
            for block in 0..<blocks {
                let isFirst = block == 0
                let changes = isFirst && stage > 0
                layers.append(
                    NamedLayer(
                        .residual(
                            body: convolutionAndNorm(width, kernel: 3, stride: changes ? 2 : 1, groups)
                                + [NamedLayer(.activation(.relu))]
                                + convolutionAndNorm(width, kernel: 3, stride: 1, groups),
                            shortcut: changes ? convolutionAndNorm(width, kernel: 1, stride: 2, groups) : [])))
                layers.append(NamedLayer(.activation(.relu)))
            }
        }
        let side = inputShape[1] >> (widths.count - 1)
        layers += [NamedLayer(.averagePooling(kernel: side, stride: side)), NamedLayer(.flatten)]
        return NetworkDescription(
            inputShape: inputShape, layers: layers + [NamedLayer(.linear(outputs: outputs), name: "fc")])
    }

    private static func convolutionAndNorm(_ width: Int, kernel: Int, stride: Int, _ groups: Int) -> [NamedLayer] {
        [
            NamedLayer(
                .convolution(channels: width, kernel: kernel, stride: stride, padding: kernel / 2, bias: false)),
            NamedLayer(.groupNorm(groups: groups)),
        ]
    }

    /// A GPT: token and positional embedding, `layers` blocks of attention and a linear layer four times as wide, each with
    /// a layer norm in front and a residual around, a last norm, and the next token's logits at every position.
    ///
    /// `dropout` is the probability behind the embeddings and at the end of each residual's body; 0 for no such layers.
    public static func gpt(
        tokens: Int, context: Int, width: Int, heads: Int, layers: Int, dropout: Double = 0
    ) throws(LearningError) -> NetworkDescription {
        guard (1...NetworkDescription.maximumWidth / 4).contains(width), (1...512).contains(layers) else {
            throw .invalidDescription(
                key: "model.gpt",
                expected: "a width in 1...\(NetworkDescription.maximumWidth / 4) and 1 to 512 layers",
                got: "\(width) and \(layers)")
        }
        let drops = dropout == 0 ? [] : [NamedLayer(.dropout(probability: dropout), name: "dropout")]
        let block: [NamedLayer] = [
            NamedLayer(
                .residual(
                    body: [
                        NamedLayer(.layerNorm(), name: "norm"),
                        NamedLayer(.causalSelfAttention(heads: heads), name: "attention"),
                    ] + drops), name: "attend"),
            NamedLayer(
                .residual(
                    body: [
                        NamedLayer(.layerNorm(), name: "norm"), NamedLayer(.linear(outputs: 4 * width), name: "expand"),
                        NamedLayer(.activation(.geluTanh)), NamedLayer(.linear(outputs: width), name: "contract"),
                    ] + drops), name: "think"),
        ]
        return NetworkDescription(
            inputShape: [context],
            layers: [
                NamedLayer(.embedding(tokens: tokens, width: width, deviation: 0.02), name: "tokens"),
                NamedLayer(.positionalEmbedding(deviation: 0.02), name: "positions"),
            ] + drops + [
                NamedLayer(.sequential((0..<layers).map { _ in NamedLayer(.sequential(block)) }), name: "blocks"),
                NamedLayer(.layerNorm(), name: "norm"), NamedLayer(.linear(outputs: tokens, bias: false), name: "head"),
            ])
    }
}
