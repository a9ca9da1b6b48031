// One layer at a time: its parameters, and the shape behind it.
extension NetworkBuilder {
    /// The layer that `layer` describes; `shape` becomes that of its output.
    ///
    /// Throws `invalidDescription` where the shape isn't one that it can take.
    mutating func make(
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
