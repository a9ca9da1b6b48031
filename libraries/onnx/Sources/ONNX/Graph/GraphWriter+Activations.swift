internal import Learning

extension GraphWriter {
    /// Operator set 17 has no GELU and no SiLU: they are written out.
    mutating func activation(_ activation: Activation, _ place: String, _ input: GraphValue) -> GraphValue {
        let x = input.name
        switch activation {
        case .relu: return input.renamed(node("Relu", [x], at: place))
        case .tanh: return input.renamed(node("Tanh", [x], at: place))
        case .sigmoid: return input.renamed(node("Sigmoid", [x], at: place))
        case .silu: return input.renamed(node("Mul", [x, node("Sigmoid", [x], at: place)], at: place))
        case .gelu: return input.renamed(gelu(x, place))
        case .geluTanh: return input.renamed(geluTanh(x, place))
        }
    }

    /// 0.5 x (1 + erf(x / sqrt 2)).
    private mutating func gelu(_ x: String, _ place: String) -> String {
        let inner = node("Div", [x, scalar("rootOf2", 1.414_213_56, place)], at: place)
        return halved(x, times: node("Erf", [inner], at: place), place)
    }

    /// 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
    private mutating func geluTanh(_ x: String, _ place: String) -> String {
        let square = node("Mul", [x, x], at: place)
        let cube = node("Mul", [square, x], at: place)
        let small = node("Mul", [cube, scalar("cubic", 0.044_715, place)], at: place)
        let sum = node("Add", [x, small], at: place)
        let inner = node("Mul", [sum, scalar("rootOf2OverPi", 0.797_884_56, place)], at: place)
        return halved(x, times: node("Tanh", [inner], at: place), place)
    }

    /// 0.5 x (1 + y).
    private mutating func halved(_ x: String, times y: String, _ place: String) -> String {
        let above = node("Add", [y, scalar("one", 1, place)], at: place)
        let half = node("Mul", [x, scalar("half", 0.5, place)], at: place)
        return node("Mul", [half, above], at: place)
    }

    mutating func scalar(_ name: String, _ value: Float, _ place: String) -> String {
        constant(name, [], [value], at: place)
    }
}
