// Linear layers, convolutions and what moves over images as they do.
extension GraphWriter {
    /// A sample of one row is a product of matrices with its bias; one of several rows needs the weight transposed.
    mutating func linear(_ outputs: Int, _ hasBias: Bool, _ place: String, _ input: GraphValue) -> GraphValue {
        let bias = hasBias ? ["\(place).bias"] : []
        let shape = input.shape.dropLast() + [outputs]
        guard input.shape.count > 1 else {
            let name = node("Gemm", [input.name, "\(place).weight"] + bias, at: place, ["transB": .integer(1)])
            return GraphValue(name: name, shape: Array(shape))
        }
        let name = projection(input.name, weight: "\(place).weight", bias: bias.first, place)
        return GraphValue(name: name, shape: Array(shape))
    }

    /// x Wᵀ + b over the last dimension.
    mutating func projection(_ input: String, weight: String, bias: String?, _ place: String) -> String {
        let transposed = node("Transpose", [weight], at: place, ["perm": .integers([1, 0])])
        let product = node("MatMul", [input, transposed], at: place)
        return bias.map { node("Add", [product, $0], at: place) } ?? product
    }

    mutating func convolution(
        _ window: Window, _ channels: Int, _ hasBias: Bool, _ place: String, _ input: GraphValue
    ) -> GraphValue {
        let inputs = [input.name, "\(place).weight"] + (hasBias ? ["\(place).bias"] : [])
        return moved(window, channels, node("Conv", inputs, at: place, window.attributes), input)
    }

    mutating func pooling(_ operation: String, _ window: Window, _ place: String, _ input: GraphValue) -> GraphValue {
        moved(window, input.shape[0], node(operation, [input.name], at: place, window.attributes), input)
    }

    private func moved(_ window: Window, _ channels: Int, _ name: String, _ input: GraphValue) -> GraphValue {
        GraphValue(name: name, shape: [channels, window.output(input.shape[1]), window.output(input.shape[2])])
    }
}
