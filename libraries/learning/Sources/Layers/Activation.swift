/// A function of each element.
public enum Activation: String, Hashable, Sendable, CaseIterable {
    /// max(x, 0).
    case relu
    /// x Phi(x), with Phi the normal distribution.
    case gelu
    /// 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
    case geluTanh
    /// x sigmoid(x).
    case silu
    case tanh
    case sigmoid

    /// Whether the derivative is computed from y rather than from x.
    var derivesFromOutput: Bool {
        switch self {
        case .relu, .tanh, .sigmoid: true
        case .gelu, .geluTanh, .silu: false
        }
    }
}
