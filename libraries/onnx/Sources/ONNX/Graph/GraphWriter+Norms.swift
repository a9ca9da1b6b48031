extension GraphWriter {
    mutating func layerNorm(_ epsilon: Double, _ place: String, _ input: GraphValue) -> GraphValue {
        let inputs = [input.name, "\(place).weight", "\(place).bias"]
        return input.renamed(
            node("LayerNormalization", inputs, at: place, ["axis": .integer(-1), "epsilon": .float(Float(epsilon))]))
    }

    /// Operator set 17 has no group norm that PyTorch means: groups become channels of an instance norm.
    mutating func groupNorm(_ groups: Int, _ epsilon: Double, _ place: String, _ input: GraphValue) -> GraphValue {
        let grouped = reshape(input.name, [0, groups, -1], place)
        let ones = constant("ones", [groups], Array(repeating: 1, count: groups), at: place)
        let zeros = constant("zeros", [groups], Array(repeating: 0, count: groups), at: place)
        let normed = node(
            "InstanceNormalization", [grouped, ones, zeros], at: place, ["epsilon": .float(Float(epsilon))])
        let restored = reshape(normed, [0] + input.shape, place)
        let column = constant("column", [-1, 1, 1], at: place)
        let weight = node("Reshape", ["\(place).weight", column], at: place)
        let bias = node("Reshape", ["\(place).bias", column], at: place)
        let scaled = node("Mul", [restored, weight], at: place)
        return input.renamed(node("Add", [scaled, bias], at: place))
    }

    /// x / sqrt(mean of x^2 + epsilon) weight.
    mutating func rmsNorm(_ epsilon: Double, _ place: String, _ input: GraphValue) -> GraphValue {
        let squares = node("Mul", [input.name, input.name], at: place)
        let mean = node("ReduceMean", [squares], at: place, ["axes": .integers([-1]), "keepdims": .integer(1)])
        let shifted = node("Add", [mean, constant("epsilon", [], [Float(epsilon)], at: place)], at: place)
        let root = node("Sqrt", [shifted], at: place)
        let normed = node("Div", [input.name, root], at: place)
        return input.renamed(node("Mul", [normed, "\(place).weight"], at: place))
    }

    /// The shape of the whole batch: 0 keeps a size, -1 takes what is left.
    mutating func reshape(_ input: String, _ shape: [Int], _ place: String) -> String {
        node("Reshape", [input, constant("shape", shape, at: place)], at: place)
    }
}
