/// Makes a network of its description: checks the shapes, places the parameters, fuses activations into the matrix
/// products in front of them.
struct NetworkBuilder {
    var layout = ParameterLayout()
    private var summary: [LayerSummary] = []
    var embedding: Embedding?
    var randomLayers: UInt32 = 0
    private(set) var layerCount = 0
    private var depth = 0

    /// The network that `description` describes.
    ///
    /// Throws `invalidDescription`, naming the layer, the shape that it got and the one that it needs.
    static func build(_ description: NetworkDescription) throws(LearningError) -> Network {
        var builder = NetworkBuilder()
        let input = try builder.checkInput(description.inputShape)
        var nodes: [Network.Node] = []
        var shape = input
        if shape.needsReordering {
            nodes.append(.layer(shape.channelOrder(toChannelsLast: true)))
        }
        nodes += try builder.sequence(description.layers, "model.layers", "", &shape)
        guard !nodes.layers.isEmpty, builder.layout.count > 0 else {
            throw .invalidDescription(key: "model.layers", expected: "at least one layer with parameters", got: "none")
        }
        return Network(
            nodes: nodes, layout: builder.layout, summary: builder.summary, inputShape: input.sizes,
            outputShape: shape.sizes, embedding: builder.embedding,
            drawsRandomNumbers: builder.randomLayers > 0)
    }

    private func checkInput(_ sizes: [Int]) throws(LearningError) -> SampleShape {
        guard (1...3).contains(sizes.count), let shape = SampleShape(sizes) else {
            throw .invalidDescription(
                key: "model.inputShape",
                expected: "one to three sizes of at least 1 and a product of at most \(SampleShape.maximumCount)",
                got: SampleShape.text(sizes))
        }
        return shape
    }
}

extension NetworkBuilder {
    /// One layer behind the other; `shape` goes through them.
    private mutating func sequence(
        _ layers: [NamedLayer], _ key: String, _ prefix: String, _ shape: inout SampleShape
    ) throws(LearningError) -> [Network.Node] {
        try checkNames(layers, key)
        try enterList(key)
        defer { depth -= 1 }
        var nodes: [Network.Node] = []
        var index = 0
        while index < layers.count {
            let place = Place(
                key: "\(key)[\(index)].\(layers[index].layer.kind)", name: prefix + (layers[index].name ?? "\(index)"))
            try countLayer(place)
            var fused: Activation?
            if layers[index].layer.fusesActivation, index + 1 < layers.count,
                case .activation(let activation) = layers[index + 1].layer
            {
                fused = activation
            }
            nodes += try build(layers[index].layer, place, fused, &shape)
            index += 1
            if let fused {
                let name = prefix + (layers[index].name ?? "\(index)")
                try countLayer(Place(key: "\(key)[\(index)].\(fused.rawValue)", name: name))
                note(name, fused.rawValue, shape, layout.count)
                index += 1
            }
        }
        return nodes.withPooledConvolutions
    }

    /// Where a layer stands: its key in errors, and the first part of its tensors' names.
    struct Place {
        let key: String
        let name: String
    }

    private func checkNames(_ layers: [NamedLayer], _ key: String) throws(LearningError) {
        var names: Set<String> = []
        for (index, layer) in layers.enumerated() {
            let name = layer.name ?? "\(index)"
            guard !name.isEmpty, !name.contains("."), names.insert(name).inserted else {
                throw .invalidDescription(
                    key: "\(key)[\(index)].name", expected: "a name of its own without dots", got: "\"\(name)\"")
            }
        }
    }

    private mutating func enterList(_ key: String) throws(LearningError) {
        guard depth < NetworkDescription.maximumDepth else {
            throw .invalidDescription(
                key: key, expected: "lists of layers at most \(NetworkDescription.maximumDepth) deep",
                got: "deeper ones")
        }
        depth += 1
    }

    private mutating func countLayer(_ place: Place) throws(LearningError) {
        layerCount += 1
        guard layerCount <= NetworkDescription.maximumLayers else {
            throw .invalidDescription(
                key: place.key, expected: "at most \(NetworkDescription.maximumLayers) layers", got: "more")
        }
    }

    private mutating func note(
        _ name: String, _ kind: String, _ shape: SampleShape, _ parametersBefore: Int, operations: Int = 0
    ) {
        summary.append(
            LayerSummary(
                name: name, kind: kind, outputShape: shape.sizes, parameters: layout.count - parametersBefore,
                operations: operations))
    }

    private mutating func build(
        _ layer: LayerDescription, _ place: Place, _ fused: Activation?, _ shape: inout SampleShape
    ) throws(LearningError) -> [Network.Node] {
        let before = layout.count
        switch layer {
        case .residual(let body, let shortcut):
            return try residual(body, shortcut, place, &shape)
        case .sequential(let layers):
            return try sequence(layers, "\(place.key).layers", place.name + ".", &shape)
        case .flatten:
            let nodes: [Network.Node] = shape.needsReordering ? [.layer(shape.channelOrder(toChannelsLast: false))] : []
            shape = shape.flattened
            note(place.name, layer.kind, shape, before)
            return nodes
        default:
            let made = try make(layer, place, fused, &shape)
            note(place.name, layer.kind, shape, before, operations: made.operations)
            return [.layer(made)]
        }
    }

    private mutating func residual(
        _ body: [NamedLayer], _ shortcut: [NamedLayer], _ place: Place, _ shape: inout SampleShape
    ) throws(LearningError) -> [Network.Node] {
        var shortcutShape = shape
        let bodyNodes = try sequence(body, "\(place.key).body", place.name + ".body.", &shape)
        let shortcutNodes = try sequence(shortcut, "\(place.key).shortcut", place.name + ".shortcut.", &shortcutShape)
        guard !bodyNodes.layers.isEmpty else {
            throw .invalidDescription(
                key: "\(place.key).body", expected: "at least one layer that computes", got: "none")
        }
        guard shape == shortcutShape else {
            throw .invalidDescription(
                key: place.key, expected: "a body that ends with the shortcut's shape \(shortcutShape)",
                got: "\(shape)")
        }
        note(place.name, "residual", shape, layout.count)
        return [.residual(body: bodyNodes, shortcut: shortcutNodes)]
    }
}

extension LayerDescription {
    /// Whether an activation behind it becomes part of it.
    fileprivate var fusesActivation: Bool {
        switch self {
        case .linear, .convolution: true
        default: false
        }
    }
}
