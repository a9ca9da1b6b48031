internal import Learning

extension NamedLayer {
    /// Reads a list of layers that may be missing; `depth` counts the lists around it and itself.
    static func readOptional(
        _ key: String, in section: inout JobSection, depth: Int
    ) throws(JobFileError) -> [NamedLayer]? {
        try section.optionalList(key, ofAtMost: NetworkDescription.maximumLayers) { (item) throws(JobFileError) in
            guard depth <= NetworkDescription.maximumDepth else {
                throw .invalidValue(
                    item.path, line: item.line,
                    expected: "lists of layers at most \(NetworkDescription.maximumDepth) deep", found: "a deeper one")
            }
            return try NamedLayer(reading: &item, depth: depth)
        }
    }

    private init(reading section: inout JobSection, depth: Int) throws(JobFileError) {
        let name = try section.optionalText("name")
        let nested: [(key: String, read: JobSection.Reader<LayerDescription>)] = [
            ("residual", { (section) throws(JobFileError) in try .readResidual(&section, depth: depth + 1) }),
            ("sequential", { (section) throws(JobFileError) in try .readSequential(&section, depth: depth + 1) }),
        ]
        self.init(try section.choice(LayerDescription.readers + nested), name: name)
    }
}

extension LayerDescription {
    /// How each kind is read that has no layers inside, by what a job file calls it.
    fileprivate static var readers: [(key: String, read: JobSection.Reader<LayerDescription>)] {
        [
            ("linear", readLinear), ("convolution", readConvolution), ("maxPooling", readMaxPooling),
            ("averagePooling", readAveragePooling), ("flatten", { _ in .flatten }), ("softmax", { _ in .softmax }),
            ("dropout", readDropout), ("layerNorm", readLayerNorm), ("groupNorm", readGroupNorm),
            ("rmsNorm", readRMSNorm), ("embedding", readEmbedding), ("positionalEmbedding", readPositions),
            ("causalSelfAttention", readAttention),
        ] + Activation.allCases.map { activation in (activation.rawValue, { _ in .activation(activation) }) }
    }

    private static func readLinear(_ section: inout JobSection) throws(JobFileError) -> Self {
        .linear(outputs: try section.width("outputs"), bias: try section.flag("bias", default: true))
    }

    private static func readConvolution(_ section: inout JobSection) throws(JobFileError) -> Self {
        .convolution(
            channels: try section.width("channels"), kernel: try section.width("kernel"),
            stride: try section.width("stride", default: 1),
            padding: try section.integer("padding", in: 0...NetworkDescription.maximumWidth, default: 0),
            bias: try section.flag("bias", default: true))
    }

    private static func readMaxPooling(_ section: inout JobSection) throws(JobFileError) -> Self {
        let kernel = try section.width("kernel")
        return .maxPooling(kernel: kernel, stride: try section.width("stride", default: kernel))
    }

    private static func readAveragePooling(_ section: inout JobSection) throws(JobFileError) -> Self {
        let kernel = try section.width("kernel")
        return .averagePooling(kernel: kernel, stride: try section.width("stride", default: kernel))
    }

    private static func readDropout(_ section: inout JobSection) throws(JobFileError) -> Self {
        .dropout(probability: try section.share("probability"))
    }

    private static func readLayerNorm(_ section: inout JobSection) throws(JobFileError) -> Self {
        .layerNorm(epsilon: try section.epsilon())
    }

    private static func readGroupNorm(_ section: inout JobSection) throws(JobFileError) -> Self {
        .groupNorm(groups: try section.width("groups"), epsilon: try section.epsilon())
    }

    private static func readRMSNorm(_ section: inout JobSection) throws(JobFileError) -> Self {
        .rmsNorm(epsilon: try section.epsilon())
    }

    private static func readEmbedding(_ section: inout JobSection) throws(JobFileError) -> Self {
        .embedding(
            tokens: try section.width("tokens"), width: try section.width("width"),
            deviation: try section.deviation())
    }

    private static func readPositions(_ section: inout JobSection) throws(JobFileError) -> Self {
        .positionalEmbedding(deviation: try section.deviation())
    }

    private static func readAttention(_ section: inout JobSection) throws(JobFileError) -> Self {
        .causalSelfAttention(heads: try section.width("heads"))
    }

    fileprivate static func readResidual(_ section: inout JobSection, depth: Int) throws(JobFileError) -> Self {
        .residual(
            body: try NamedLayer.readRequired("body", in: &section, depth: depth),
            shortcut: try NamedLayer.readOptional("shortcut", in: &section, depth: depth) ?? [])
    }

    fileprivate static func readSequential(_ section: inout JobSection, depth: Int) throws(JobFileError) -> Self {
        .sequential(try NamedLayer.readRequired("layers", in: &section, depth: depth))
    }
}

extension NamedLayer {
    fileprivate static func readRequired(
        _ key: String, in section: inout JobSection, depth: Int
    ) throws(JobFileError) -> [NamedLayer] {
        guard let layers = try readOptional(key, in: &section, depth: depth) else { throw section.missing(key) }
        return layers
    }
}

extension JobSection {
    /// What a size of a layer may be.
    static let widths = 1...NetworkDescription.maximumWidth

    mutating func width(_ key: String, default: Int? = nil) throws(JobFileError) -> Int {
        try integer(key, in: Self.widths, default: `default`)
    }

    /// A share that is less than all.
    mutating func share(_ key: String, default: Double? = nil) throws(JobFileError) -> Double {
        try number(key, "a number from 0 to below 1", default: `default`) { 0..<1 ~= $0 }
    }

    fileprivate mutating func epsilon() throws(JobFileError) -> Double {
        try number("epsilon", "a number above 0 that a float can hold", default: 1e-5) {
            Float($0) > 0 && Float($0).isFinite
        }
    }

    fileprivate mutating func deviation() throws(JobFileError) -> Double {
        try number("deviation", "a number of at least 0 that a float can hold", default: 1) {
            $0 >= 0 && Float($0).isFinite
        }
    }
}
