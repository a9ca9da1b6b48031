extension GraphWriter {
    /// softmax(q kᵀ / sqrt(D) + mask) v, head by head, between two projections.
    ///
    /// Letters: T positions, width E in H heads of D = E / H. The mask is 0 where a position sees another, else minus
    /// infinity.
    mutating func attention(_ heads: Int, _ place: String, _ input: GraphValue) -> GraphValue {
        let (positions, width) = (input.shape[0], input.shape[1])
        let parts = projections(heads, place, input)
        let products = node("MatMul", [parts[0], parts[1]], at: place)
        let scale = scalar("scale", Float(1 / Double(width / heads).squareRoot()), place)
        let scaled = node("Mul", [products, scale], at: place)
        let masked = node("Add", [scaled, causalMask(positions, place)], at: place)
        let weights = node("Softmax", [masked], at: place, ["axis": .integer(-1)])
        let seen = node("MatMul", [weights, parts[2]], at: place)
        let joined = node("Transpose", [seen], at: place, ["perm": .integers([0, 2, 1, 3])])
        let context = reshape(joined, [0, positions, width], place)
        return input.renamed(
            projection(context, weight: "\(place).out_proj.weight", bias: "\(place).out_proj.bias", place))
    }

    /// Queries and values of (batch, H, T, D), between them keys of (batch, H, D, T).
    private mutating func projections(_ heads: Int, _ place: String, _ input: GraphValue) -> [String] {
        let (positions, width) = (input.shape[0], input.shape[1])
        let all = projection(
            input.name, weight: "\(place).in_proj_weight", bias: "\(place).in_proj_bias", place)
        let sizes = constant("sizes", [width, width, width], at: place)
        let parts = node("Split", [all, sizes], at: place, outputs: ["q", "k", "v"], ["axis": .integer(2)])
        let orders = [[0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]]
        return zip(parts, orders).map { part, order in
            let split = reshape(part, [0, positions, heads, width / heads], place)
            return node("Transpose", [split], at: place, ["perm": .integers(order)])
        }
    }

    /// (T, T), one for all layers of a length.
    private mutating func causalMask(_ positions: Int, _ place: String) -> String {
        if let mask = masks[positions] { return mask }
        var values = [Float](repeating: 0, count: positions * positions)
        for row in 0..<positions {
            for column in row + 1..<max(positions, row + 1) { values[row * positions + column] = -.infinity }
        }
        let mask = constant("mask", [positions, positions], values, at: place)
        masks[positions] = mask
        return mask
    }
}
