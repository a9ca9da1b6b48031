internal import Learning

extension GraphWriter {
    /// Writes a network from the input, behind `transform`, to the output.
    mutating func write(_ network: NetworkDescription, _ transform: InputTransform) {
        var takesTokens = false
        if case .embedding = network.layers.first?.layer { takesTokens = true }
        addInput("input", network.inputShape, takesTokens ? .int64 : .float)
        var value = GraphValue(name: "input", shape: network.inputShape)
        for step in transform.steps {
            let shape = step.values.count == 1 ? [1] : network.inputShape
            let constant = constant(step.name, shape, step.values, at: "input")
            value = GraphValue(name: node(step.operation, [value.name, constant], at: "input"), shape: value.shape)
        }
        addOutput("output", sequence(network.layers, prefix: "", value))
    }

    /// One layer behind the other; `prefix` is what the names of their tensors begin with.
    private mutating func sequence(_ layers: [NamedLayer], prefix: String, _ input: GraphValue) -> GraphValue {
        var value = input
        for (index, layer) in layers.enumerated() {
            value = self.layer(layer.layer, place: prefix + (layer.name ?? "\(index)"), value)
        }
        return value
    }

    /// The layer whose tensors' names begin with `place`.
    private mutating func layer(_ layer: LayerDescription, place: String, _ input: GraphValue) -> GraphValue {
        switch layer {
        case .residual(let body, let shortcut):
            let left = sequence(body, prefix: place + ".body.", input)
            let right = sequence(shortcut, prefix: place + ".shortcut.", input)
            return left.renamed(node("Add", [left.name, right.name], at: place))
        case .sequential(let layers):
            return sequence(layers, prefix: place + ".", input)
        case .dropout:
            return input
        case .linear(let outputs, let bias):
            return linear(outputs, bias, place, input)
        case .convolution(let channels, let kernel, let stride, let padding, let bias):
            return convolution(Window(kernel, stride, padding), channels, bias, place, input)
        case .maxPooling(let kernel, let stride):
            return pooling("MaxPool", Window(kernel, stride, 0), place, input)
        case .averagePooling(let kernel, let stride):
            return pooling("AveragePool", Window(kernel, stride, 0), place, input)
        case .flatten:
            let name = node("Flatten", [input.name], at: place, ["axis": .integer(1)])
            return GraphValue(name: name, shape: [input.shape.reduce(1, *)])
        case .activation(let activation):
            return self.activation(activation, place, input)
        case .softmax:
            return input.renamed(node("Softmax", [input.name], at: place, ["axis": .integer(-1)]))
        case .layerNorm(let epsilon):
            return layerNorm(epsilon, place, input)
        case .groupNorm(let groups, let epsilon):
            return groupNorm(groups, epsilon, place, input)
        case .rmsNorm(let epsilon):
            return rmsNorm(epsilon, place, input)
        case .embedding(_, let width, _):
            let name = node("Gather", ["\(place).weight", input.name], at: place, ["axis": .integer(0)])
            return GraphValue(name: name, shape: input.shape + [width])
        case .positionalEmbedding:
            return input.renamed(node("Add", [input.name, "\(place).weight"], at: place))
        case .causalSelfAttention(let heads):
            return attention(heads, place, input)
        }
    }
}
