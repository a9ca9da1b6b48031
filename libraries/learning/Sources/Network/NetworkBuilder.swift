/// Makes a network of its description: checks the shapes, places the parameters, fuses activations into the matrix
/// products in front of them.
struct NetworkBuilder {
    private var layout = ParameterLayout()
    private var summary: [LayerSummary] = []
    private var embedding: Embedding?
    private var randomLayers: UInt32 = 0
    private var layerCount = 0
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
    private struct Place {
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

    private mutating func make(
        _ layer: LayerDescription, _ place: Place, _ fused: Activation?, _ shape: inout SampleShape
    ) throws(LearningError) -> any Layer {
        switch layer {
        case .linear(let outputs, let bias):
            return try linear(outputs, bias, place, fused, &shape)
        case .convolution(let channels, let kernel, let stride, let padding, let bias):
            let window = try window(shape, place, kernel: kernel, stride: stride, padding: padding)
            return try convolution(window, channels, bias, place, fused, &shape)
        case .maxPooling(let kernel, let stride):
            let window = try window(shape, place, kernel: kernel, stride: stride, padding: 0)
            shape = try grown([window.channels, window.outputHeight, window.outputWidth], place)
            return MaxPooling(window: window)
        case .averagePooling(let kernel, let stride):
            let window = try window(shape, place, kernel: kernel, stride: stride, padding: 0)
            shape = try grown([window.channels, window.outputHeight, window.outputWidth], place)
            return AveragePooling(window: window)
        case .activation(let activation):
            return Elementwise(activation: activation, count: shape.count)
        case .softmax:
            let (rows, width) = try rows(shape, place)
            return Softmax(rowsPerSample: rows, width: width)
        case .dropout(let probability):
            return try dropout(probability, place, shape)
        case .layerNorm(let epsilon):
            return try rowNorm(epsilon, place, shape, hasBias: true)
        case .rmsNorm(let epsilon):
            return try rowNorm(epsilon, place, shape, hasBias: false)
        case .groupNorm(let groups, let epsilon):
            return try groupNorm(groups, epsilon, place, shape)
        case .embedding(let tokens, let width, let deviation):
            return try embed(tokens, width, deviation, place, &shape)
        case .positionalEmbedding(let deviation):
            return try positions(deviation, place, shape)
        case .causalSelfAttention(let heads):
            return try attention(heads, place, shape)
        case .flatten, .residual, .sequential:
            preconditionFailure("made of other layers")
        }
    }
}

// The layers with parameters.
extension NetworkBuilder {
    private mutating func linear(
        _ outputs: Int, _ hasBias: Bool, _ place: Place, _ fused: Activation?, _ shape: inout SampleShape
    ) throws(LearningError) -> any Layer {
        let (rows, inputs) = try rows(shape, place)
        try require(outputs, "\(place.key).outputs")
        let parameters = try append(place, [outputs, inputs], inputs: inputs, hasBias: hasBias)
        shape = try grown(shape.sizes.dropLast() + [outputs], place)
        return Linear(
            inputs: inputs, outputs: outputs, rowsPerSample: rows, weight: parameters.weight,
            epilogue: Epilogue(outputs: outputs, bias: parameters.bias, activation: fused))
    }

    private mutating func convolution(
        _ window: Window, _ channels: Int, _ hasBias: Bool, _ place: Place, _ fused: Activation?,
        _ shape: inout SampleShape
    ) throws(LearningError) -> any Layer {
        try require(channels, "\(place.key).channels")
        let parameters = try append(
            place, [channels, window.channels, window.kernel, window.kernel],
            inputs: window.channels * window.kernel * window.kernel, hasBias: hasBias)
        shape = try grown([channels, window.outputHeight, window.outputWidth], place)
        return Convolution(
            window: window, outputs: channels, weight: parameters.weight,
            epilogue: Epilogue(outputs: channels, bias: parameters.bias, activation: fused))
    }

    /// Weight and bias as `kaiming_uniform_(a=sqrt(5))` starts them: uniform within 1 / sqrt(inputs).
    private mutating func append(
        _ place: Place, _ sizes: [Int], inputs: Int, hasBias: Bool
    ) throws(LearningError) -> (weight: Range<Int>, bias: Range<Int>?) {
        let bound = Float(1 / Double(inputs).squareRoot())
        let weight = try append("\(place.name).weight", sizes, .uniform(bound: bound), place)
        let bias = hasBias ? try append("\(place.name).bias", [sizes[0]], .uniform(bound: bound), place) : nil
        return (weight, bias)
    }

    private mutating func append(
        _ name: String, _ sizes: [Int], _ initialisation: Initialisation, _ place: Place
    ) throws(LearningError) -> Range<Int> {
        // Each size is at most 2^32 here, so that only the product can overflow.
        var count = layout.count
        var product = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            product = overflow ? .max : next
        }
        count = count.addingReportingOverflow(product).overflow ? .max : count + product
        guard count <= NetworkDescription.maximumParameters else {
            throw .invalidDescription(
                key: place.key, expected: "at most \(NetworkDescription.maximumParameters) parameters up to here",
                got: "\(name) of \(SampleShape.text(sizes))")
        }
        return layout.append(name, shape: sizes, initialisation)
    }

    private mutating func rowNorm(
        _ epsilon: Double, _ place: Place, _ shape: SampleShape, hasBias: Bool
    ) throws(LearningError) -> any Layer {
        let (rows, width) = try rows(shape, place)
        try requireEpsilon(epsilon, place)
        let weight = try append("\(place.name).weight", [width], .constant(1), place)
        let bias = hasBias ? try append("\(place.name).bias", [width], .constant(0), place) : nil
        return RowNorm(rowsPerSample: rows, width: width, epsilon: epsilon, weight: weight, bias: bias)
    }

    private mutating func groupNorm(
        _ groups: Int, _ epsilon: Double, _ place: Place, _ shape: SampleShape
    ) throws(LearningError) -> any Layer {
        let (channels, height, width) = try image(shape, place)
        try requireEpsilon(epsilon, place)
        guard groups >= 1, channels % groups == 0 else {
            throw .invalidDescription(
                key: "\(place.key).groups", expected: "a divisor of the \(channels) channels of \(shape)",
                got: "\(groups)")
        }
        let weight = try append("\(place.name).weight", [channels], .constant(1), place)
        let bias = try append("\(place.name).bias", [channels], .constant(0), place)
        return GroupNorm(
            positions: height * width, channels: channels, groups: groups, epsilon: epsilon, weight: weight, bias: bias)
    }

    private mutating func embed(
        _ tokens: Int, _ width: Int, _ deviation: Double, _ place: Place, _ shape: inout SampleShape
    ) throws(LearningError) -> any Layer {
        guard layerCount == 1, shape.sizes.count == 1 else {
            throw .invalidDescription(
                key: place.key, expected: "to be the first layer, on (positions) of tokens",
                got: layerCount == 1 ? "\(shape)" : "layer \(layerCount)")
        }
        // Tokens travel as floats, which hold whole numbers up to 2^24.
        try require(tokens, "\(place.key).tokens")
        try require(width, "\(place.key).width")
        try requireDeviation(deviation, place)
        let weight = try append(
            "\(place.name).weight", [tokens, width], .normal(deviation: Float(deviation)), place)
        let layer = Embedding(positions: shape.count, tokens: tokens, width: width, weight: weight)
        shape = try grown([shape.count, width], place)
        embedding = layer
        return layer
    }

    private mutating func positions(
        _ deviation: Double, _ place: Place, _ shape: SampleShape
    ) throws(LearningError) -> any Layer {
        guard shape.sizes.count == 2 else { throw wrongShape(place, "(positions, features)", shape) }
        try requireDeviation(deviation, place)
        let weight = try append("\(place.name).weight", shape.sizes, .normal(deviation: Float(deviation)), place)
        return PositionalEmbedding(count: shape.count, weight: weight)
    }

    /// As `torch.nn.MultiheadAttention` starts: `xavier_uniform_` for the input projection, its biases 0.
    private mutating func attention(
        _ heads: Int, _ place: Place, _ shape: SampleShape
    ) throws(LearningError) -> any Layer {
        guard shape.sizes.count == 2 else { throw wrongShape(place, "(positions, features)", shape) }
        let (positions, width) = (shape.sizes[0], shape.sizes[1])
        guard heads >= 1, width % heads == 0 else {
            throw .invalidDescription(
                key: "\(place.key).heads", expected: "a divisor of the \(width) features of \(shape)", got: "\(heads)")
        }
        let inputBound = Float((6 / Double(4 * width)).squareRoot())
        let outputBound = Float(1 / Double(width).squareRoot())
        let inputWeight = try append(
            "\(place.name).in_proj_weight", [3 * width, width], .uniform(bound: inputBound), place)
        let inputBias = try append("\(place.name).in_proj_bias", [3 * width], .constant(0), place)
        let outputWeight = try append(
            "\(place.name).out_proj.weight", [width, width], .uniform(bound: outputBound), place)
        let outputBias = try append("\(place.name).out_proj.bias", [width], .constant(0), place)
        return CausalSelfAttention(
            positions: positions, width: width, heads: heads, inputWeight: inputWeight, outputWeight: outputWeight,
            inputEpilogue: Epilogue(outputs: 3 * width, bias: inputBias, activation: nil),
            outputEpilogue: Epilogue(outputs: width, bias: outputBias, activation: nil))
    }

    private mutating func dropout(
        _ probability: Double, _ place: Place, _ shape: SampleShape
    ) throws(LearningError) -> any Layer {
        guard probability >= 0, probability < 1 else {
            throw .invalidDescription(
                key: "\(place.key).probability", expected: "a number in [0, 1)", got: "\(probability)")
        }
        defer { randomLayers += 1 }
        return Dropout(probability: probability, count: shape.count, stream: randomLayers)
    }
}

// What must hold.
extension NetworkBuilder {
    /// Rows and their width.
    private func rows(_ shape: SampleShape, _ place: Place) throws(LearningError) -> (rows: Int, width: Int) {
        switch shape.sizes.count {
        case 1: return (1, shape.sizes[0])
        case 2: return (shape.sizes[0], shape.sizes[1])
        default: throw wrongShape(place, "(features) or (positions, features)", shape)
        }
    }

    private func image(
        _ shape: SampleShape, _ place: Place
    ) throws(LearningError) -> (channels: Int, height: Int, width: Int) {
        guard shape.sizes.count == 3 else { throw wrongShape(place, "(channels, height, width)", shape) }
        return (shape.sizes[0], shape.sizes[1], shape.sizes[2])
    }

    private func window(
        _ shape: SampleShape, _ place: Place, kernel: Int, stride: Int, padding: Int
    ) throws(LearningError) -> Window {
        let (channels, height, width) = try image(shape, place)
        try require(stride, "\(place.key).stride")
        // A window that lies in the padding alone says nothing.
        guard kernel >= 1, padding >= 0, padding < kernel else {
            throw .invalidDescription(
                key: "\(place.key).padding", expected: "a padding of at least 0 and less than the kernel of \(kernel)",
                got: "\(padding)")
        }
        guard kernel <= min(height, width) + 2 * padding else {
            throw .invalidDescription(
                key: "\(place.key).kernel",
                expected: "at most the \(height + 2 * padding) x \(width + 2 * padding) of \(shape) with its padding",
                got: "\(kernel)")
        }
        return Window(
            channels: channels, height: height, width: width, kernel: kernel, stride: stride, padding: padding)
    }

    private func grown(_ sizes: [Int], _ place: Place) throws(LearningError) -> SampleShape {
        guard let shape = SampleShape(sizes) else {
            throw .invalidDescription(
                key: place.key, expected: "an output of at most \(SampleShape.maximumCount) numbers a sample",
                got: SampleShape.text(sizes))
        }
        return shape
    }

    private func wrongShape(_ place: Place, _ expected: String, _ got: SampleShape) -> LearningError {
        .invalidDescription(key: place.key, expected: expected, got: "\(got)")
    }

    private func require(_ size: Int, _ key: String) throws(LearningError) {
        guard size >= 1, size <= NetworkDescription.maximumWidth else {
            throw .invalidDescription(
                key: key, expected: "a size in 1...\(NetworkDescription.maximumWidth)", got: "\(size)")
        }
    }

    private func requireEpsilon(_ epsilon: Double, _ place: Place) throws(LearningError) {
        guard Float(epsilon) > 0, Float(epsilon).isFinite else {
            throw .invalidDescription(
                key: "\(place.key).epsilon", expected: "a number above 0 that a float can hold", got: "\(epsilon)")
        }
    }

    private func requireDeviation(_ deviation: Double, _ place: Place) throws(LearningError) {
        guard deviation >= 0, Float(deviation).isFinite else {
            throw .invalidDescription(
                key: "\(place.key).deviation", expected: "a finite number of at least 0", got: "\(deviation)")
        }
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
