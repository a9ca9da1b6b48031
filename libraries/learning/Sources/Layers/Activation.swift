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

/// One activation as a type, so that a loop is compiled for each.
protocol ElementwiseFunction {
    static func value(_ x: Lanes) -> Lanes
    /// dy times the derivative at `point`, which is y where `derivesFromOutput`, else x.
    static func backward(_ gradient: Lanes, at point: Lanes) -> Lanes
}

enum RectifiedLinear: ElementwiseFunction {
    /// NaN stays NaN, so that a diverged model shows.
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x.replacing(with: 0, where: x .< 0) }

    @inline(__always)
    static func backward(_ gradient: Lanes, at y: Lanes) -> Lanes { gradient.replacing(with: 0, where: y .<= 0) }
}

enum HyperbolicTangent: ElementwiseFunction {
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { hyperbolicTangent(x) }

    @inline(__always)
    static func backward(_ gradient: Lanes, at y: Lanes) -> Lanes { gradient * (1 - y * y) }
}

enum Sigmoid: ElementwiseFunction {
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { sigmoid(x) }

    @inline(__always)
    static func backward(_ gradient: Lanes, at y: Lanes) -> Lanes { gradient * (y * (1 - y)) }
}

enum SigmoidLinear: ElementwiseFunction {
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x * sigmoid(x) }

    @inline(__always)
    static func backward(_ gradient: Lanes, at x: Lanes) -> Lanes {
        let s = sigmoid(x)
        return gradient * (s * (1 + x * (1 - s)))
    }
}

enum GaussianErrorLinear: ElementwiseFunction {
    @inline(__always)
    private static func distribution(_ x: Lanes) -> Lanes { 0.5 * (1 + errorFunction(x * 0.707_106_77)) }

    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x * distribution(x) }

    @inline(__always)
    static func backward(_ gradient: Lanes, at x: Lanes) -> Lanes {
        // The density of the normal distribution: exp(-x^2 / 2) / sqrt(2 pi).
        let density = exponential(x * x * -0.5) * 0.398_942_29
        return gradient * (distribution(x) + x * density)
    }
}

enum GaussianErrorLinearByTanh: ElementwiseFunction {
    @inline(__always)
    private static func tangent(_ x: Lanes) -> Lanes {
        hyperbolicTangent((x + x * x * x * 0.044_715) * 0.797_884_56)
    }

    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { 0.5 * x * (1 + tangent(x)) }

    @inline(__always)
    static func backward(_ gradient: Lanes, at x: Lanes) -> Lanes {
        let t = tangent(x)
        let inner = (1 + x * x * 0.134_145) * 0.797_884_56
        return gradient * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner)
    }
}
