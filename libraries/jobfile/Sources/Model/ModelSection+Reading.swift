internal import Learning

extension ModelSection {
    init(reading section: inout JobSection) throws(JobFileError) {
        inputShape = try section.optionalIntegers("inputShape", in: 1...NetworkDescription.maximumWidth)
        loss = try section.optionalSection("loss") { (section) throws(JobFileError) in
            try section.choice([
                ("crossEntropy", LossDescription.readCrossEntropy), ("meanSquaredError", { _ in .meanSquaredError }),
                ("binaryCrossEntropy", { _ in .binaryCrossEntropy }),
            ])
        }
        let architectures: [(key: String, value: Architecture?)] = [
            ("mlp", try section.optionalSection("mlp", Architecture.readPerceptron)),
            ("lenet", try section.optionalSection("lenet", Architecture.readLeNet)),
            ("resnet-small", try section.optionalSection("resnet-small", Architecture.readResidual)),
            ("gpt", try section.optionalSection("gpt", Architecture.readGPT)),
            ("layers", try NamedLayer.readOptional("layers", in: &section, depth: 1).map(Architecture.layers)),
        ]
        architecture = try section.only(of: architectures)
    }
}

extension LossDescription {
    fileprivate static func readCrossEntropy(_ section: inout JobSection) throws(JobFileError) -> Self {
        .crossEntropy(labelSmoothing: try section.share("labelSmoothing", default: 0))
    }
}

extension Architecture {
    fileprivate static func readPerceptron(_ section: inout JobSection) throws(JobFileError) -> Self {
        .multilayerPerceptron(hidden: try section.integers("hidden", in: JobSection.widths))
    }

    fileprivate static func readLeNet(_ section: inout JobSection) throws(JobFileError) -> Self {
        .lenet(
            channels: try section.optionalIntegers("channels", in: JobSection.widths) ?? [32, 64],
            kernel: try section.width("kernel", default: 5), hidden: try section.width("hidden", default: 512))
    }

    fileprivate static func readResidual(_ section: inout JobSection) throws(JobFileError) -> Self {
        .smallResidualNetwork(
            widths: try section.optionalIntegers("widths", in: JobSection.widths) ?? [16, 32, 64],
            blocks: try section.integer("blocks", in: 1...256, default: 1),
            groups: try section.width("groups", default: 8))
    }

    fileprivate static func readGPT(_ section: inout JobSection) throws(JobFileError) -> Self {
        .gpt(
            width: try section.integer("width", in: 1...NetworkDescription.maximumWidth / 4),
            heads: try section.width("heads"), layers: try section.integer("layers", in: 1...512),
            dropout: try section.share("dropout", default: 0))
    }
}
