/// What follows a matrix product, in one pass over its rows: the bias, and an activation where one is fused.
///
/// Letters: N samples of G rows each, O outputs of a row. z = product + b, y = f(z).
struct Epilogue: Hashable, Sendable {
    let outputs: Int
    /// Where b lies in the flat parameter vector; nil without a bias.
    let bias: Range<Int>?
    let activation: Activation?

    /// Whether the backward pass needs f'(z), which the forward pass then writes beside y.
    var keepsDerivative: Bool { activation.map { !$0.derivesFromOutput } ?? false }
    /// Whether the backward pass needs y.
    var needsOutput: Bool { activation?.derivesFromOutput ?? false }

    /// Finishes `rows`, the product (N G, O), to y in place; not for an epilogue that keeps the derivative.
    func forward(_ rows: inout MutableSpan<Float>, parameters: Span<Float>) {
        switch activation {
        case nil: add(parameters, to: &rows, Identity.self)
        case .relu: add(parameters, to: &rows, RectifiedLinear.self)
        case .tanh: add(parameters, to: &rows, HyperbolicTangent.self)
        case .sigmoid: add(parameters, to: &rows, Sigmoid.self)
        case .gelu, .geluTanh, .silu: preconditionFailure("this epilogue keeps the derivative")
        }
    }

    /// Turns `sums`, the product (N G, O), into f'(z) in place and writes y to `output`.
    func forward(_ sums: inout MutableSpan<Float>, parameters: Span<Float>, to output: inout MutableSpan<Float>) {
        switch activation {
        case .gelu: add(parameters, to: &sums, GaussianErrorLinear.self, output: &output)
        case .geluTanh: add(parameters, to: &sums, GaussianErrorLinearByTanh.self, output: &output)
        case .silu: add(parameters, to: &sums, SigmoidLinear.self, output: &output)
        case nil, .relu, .tanh, .sigmoid: preconditionFailure("this epilogue keeps no derivative")
        }
    }

    /// Turns dy into dz, in place, and writes db: the rows of a sample in order, then the samples in order.
    ///
    /// `rows` is (N G, O), `point` is y or f'(z), whichever the backward pass needs, and empty without an activation. A
    /// batch may come in parts: but for the first, they add to db.
    func backward(
        _ rows: inout MutableSpan<Float>, at point: Span<Float>, samples: Int, gradient: inout MutableSpan<Float>,
        isFirst: Bool = true
    ) {
        switch activation {
        case nil: backward(&rows, point, samples, &gradient, isFirst, Identity.self)
        case .relu: backward(&rows, point, samples, &gradient, isFirst, RectifiedLinear.self)
        case .tanh: backward(&rows, point, samples, &gradient, isFirst, HyperbolicTangent.self)
        case .sigmoid: backward(&rows, point, samples, &gradient, isFirst, Sigmoid.self)
        case .gelu, .geluTanh, .silu: backward(&rows, point, samples, &gradient, isFirst, KeptDerivative.self)
        }
    }
}

/// No activation.
private enum Identity: ElementwiseFunction {
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x }
    @inline(__always)
    static func backward(_ gradient: Lanes, at point: Lanes) -> Lanes { gradient }
}

/// An activation on its way back, whose derivative the forward pass has kept.
private enum KeptDerivative: ElementwiseFunction {
    @inline(__always)
    static func value(_ x: Lanes) -> Lanes { x }
    @inline(__always)
    static func backward(_ gradient: Lanes, at derivative: Lanes) -> Lanes { gradient * derivative }
}

extension Epilogue {
    private func add<Function: ElementwiseFunction>(
        _ parameters: Span<Float>, to rows: inout MutableSpan<Float>, _ function: Function.Type
    ) {
        guard let bias else {
            if activation != nil { rows.map { Function.value($0) } }
            return
        }
        let values = parameters.extracting(bias)
        var row = 0
        while row < rows.count {
            let end = row &+ outputs
            var column = 0
            while column &+ 8 <= outputs {
                rows.store(Function.value(rows.lanes(at: row &+ column) + values.lanes(at: column)), at: row &+ column)
                column &+= 8
            }
            if column < outputs {
                let sum =
                    rows.lanes(at: row + column, upTo: end, padding: 0)
                    + values.lanes(at: column, upTo: outputs, padding: 0)
                rows.store(Function.value(sum), at: row + column, upTo: end)
            }
            row = end
        }
    }

    private func add<Function: InputDerivedFunction>(
        _ parameters: Span<Float>, to sums: inout MutableSpan<Float>, _ function: Function.Type,
        output: inout MutableSpan<Float>
    ) {
        if bias != nil { add(parameters, to: &sums, Identity.self) }
        precondition(output.count == sums.count)
        var index = 0
        while index &+ 8 <= sums.count {
            let (value, derivative) = Function.valueAndDerivative(sums.lanes(at: index))
            output.store(value, at: index)
            sums.store(derivative, at: index)
            index &+= 8
        }
        guard index < sums.count else { return }
        let (value, derivative) = Function.valueAndDerivative(sums.lanes(at: index, upTo: sums.count, padding: 0))
        output.store(value, at: index, upTo: sums.count)
        sums.store(derivative, at: index, upTo: sums.count)
    }

    private func backward<Function: ElementwiseFunction>(
        _ rows: inout MutableSpan<Float>, _ point: Span<Float>, _ samples: Int, _ gradient: inout MutableSpan<Float>,
        _ isFirst: Bool, _ function: Function.Type
    ) {
        // Sample by sample, so that the rows are still in the cache when their columns are summed.
        let sampleSize = rows.count / samples
        for sample in 0..<samples {
            let range = sample &* sampleSize..<(sample &+ 1) &* sampleSize
            if activation != nil {
                var part = rows.part(range)
                part.update(point.extracting(range)) { Function.backward($0, at: $1) }
            }
            guard let bias else { continue }
            var sums = gradient.part(bias)
            sums.addColumnSums(of: rows.span.extracting(range), isFirst: isFirst && sample == 0)
        }
    }
}
