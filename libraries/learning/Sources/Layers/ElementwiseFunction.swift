/// One activation as a type, so that a loop is compiled for each.
protocol ElementwiseFunction {
    static func value(_ x: Lanes) -> Lanes
    /// dy times the derivative at `point`, which is y where `derivesFromOutput`, else x.
    static func backward(_ gradient: Lanes, at point: Lanes) -> Lanes
}

/// An activation whose derivative is computed from x, and shares most of its work with the value.
protocol InputDerivedFunction: ElementwiseFunction {
    static func valueAndDerivative(_ x: Lanes) -> (value: Lanes, derivative: Lanes)
}

extension InputDerivedFunction {
    @inline(__always)
    static func backward(_ gradient: Lanes, at x: Lanes) -> Lanes { gradient * valueAndDerivative(x).derivative }
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

enum SigmoidLinear: InputDerivedFunction {
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x * sigmoid(x) }

    @inline(__always)
    static func valueAndDerivative(_ x: Lanes) -> (value: Lanes, derivative: Lanes) {
        let s = sigmoid(x)
        return (x * s, s * (1 + x * (1 - s)))
    }
}

enum GaussianErrorLinear: InputDerivedFunction {
    @inline(__always)
    private static func distribution(_ x: Lanes) -> Lanes { 0.5 * (1 + errorFunction(x * 0.707_106_77)) }

    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x * distribution(x) }

    @inline(__always)
    static func valueAndDerivative(_ x: Lanes) -> (value: Lanes, derivative: Lanes) {
        // The density of the normal distribution: exp(-x^2 / 2) / sqrt(2 pi).
        let density = exponential(x * x * -0.5) * 0.398_942_29
        let distribution = distribution(x)
        return (x * distribution, distribution + x * density)
    }
}

enum GaussianErrorLinearByTanh: InputDerivedFunction {
    @inline(__always)
    private static func tangent(_ x: Lanes) -> Lanes {
        hyperbolicTangent((x + x * x * x * 0.044_715) * 0.797_884_56)
    }

    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { 0.5 * x * (1 + tangent(x)) }

    @inline(__always)
    static func valueAndDerivative(_ x: Lanes) -> (value: Lanes, derivative: Lanes) {
        let t = tangent(x)
        let inner = (1 + x * x * 0.134_145) * 0.797_884_56
        return (0.5 * x * (1 + t), 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner)
    }
}
