/// What follows a matrix product, in one pass over its rows: the bias, and an activation where one is fused.
///
/// Letters: N samples of G rows each, O outputs of a row. z = product + b, y = f(z).
struct Epilogue: Hashable, Sendable {
    let outputs: Int
    /// Where b lies in the flat parameter vector; nil without a bias.
    let bias: Range<Int>?
    let activation: Activation?

    /// Whether the backward pass needs z, which the forward pass then writes beside y.
    var keepsSums: Bool { activation.map { !$0.derivesFromOutput } ?? false }
    /// Whether the backward pass needs y.
    var needsOutput: Bool { activation?.derivesFromOutput ?? false }

    /// Finishes `rows`, the product (N G, O), to y in place; not for an epilogue that keeps its sums.
    func forward(_ rows: inout MutableSpan<Float>, parameters: Span<Float>) {
        switch activation {
        case nil: add(parameters, to: &rows, Identity.self)
        case .relu: add(parameters, to: &rows, RectifiedLinear.self)
        case .tanh: add(parameters, to: &rows, HyperbolicTangent.self)
        case .sigmoid: add(parameters, to: &rows, Sigmoid.self)
        case .gelu, .geluTanh, .silu: preconditionFailure("this epilogue keeps its sums")
        }
    }

    /// Finishes `sums`, the product (N G, O), to z in place and writes y to `output`.
    func forward(_ sums: inout MutableSpan<Float>, parameters: Span<Float>, to output: inout MutableSpan<Float>) {
        switch activation {
        case .gelu: add(parameters, to: &sums, GaussianErrorLinear.self, output: &output)
        case .geluTanh: add(parameters, to: &sums, GaussianErrorLinearByTanh.self, output: &output)
        case .silu: add(parameters, to: &sums, SigmoidLinear.self, output: &output)
        case nil, .relu, .tanh, .sigmoid: preconditionFailure("this epilogue keeps no sums")
        }
    }

    /// Turns dy into dz, in place, and writes db: the rows of a sample in order, then the samples in order.
    ///
    /// `rows` is (N G, O), `point` is y or z, whichever the activation derives from, and empty without an activation.
    func backward(
        _ rows: inout MutableSpan<Float>, at point: Span<Float>, samples: Int, gradient: inout MutableSpan<Float>
    ) {
        switch activation {
        case nil: backward(&rows, point, samples, &gradient, Identity.self)
        case .relu: backward(&rows, point, samples, &gradient, RectifiedLinear.self)
        case .tanh: backward(&rows, point, samples, &gradient, HyperbolicTangent.self)
        case .sigmoid: backward(&rows, point, samples, &gradient, Sigmoid.self)
        case .gelu: backward(&rows, point, samples, &gradient, GaussianErrorLinear.self)
        case .geluTanh: backward(&rows, point, samples, &gradient, GaussianErrorLinearByTanh.self)
        case .silu: backward(&rows, point, samples, &gradient, SigmoidLinear.self)
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

    private func add<Function: ElementwiseFunction>(
        _ parameters: Span<Float>, to sums: inout MutableSpan<Float>, _ function: Function.Type,
        output: inout MutableSpan<Float>
    ) {
        if bias != nil { add(parameters, to: &sums, Identity.self) }
        output.write(sums.span) { Function.value($0) }
    }

    private func backward<Function: ElementwiseFunction>(
        _ rows: inout MutableSpan<Float>, _ point: Span<Float>, _ samples: Int, _ gradient: inout MutableSpan<Float>,
        _ function: Function.Type
    ) {
        guard let bias else {
            if activation != nil { rows.update(point) { Function.backward($0, at: $1) } }
            return
        }
        var sums = gradient.part(bias)
        let sampleSize = rows.count / samples
        for sample in 0..<samples {
            var column = 0
            while column < outputs {
                let width = min(outputs &- column, 8)
                let start = sample &* sampleSize &+ column
                let end = (sample &+ 1) &* sampleSize
                let sum =
                    width == 8
                    ? sumOfWholeLanes(&rows, point, start, end, function)
                    : sumOfSomeLanes(&rows, point, start, end, width, function)
                if width == 8 {
                    sums.store(sample == 0 ? sum : sums.lanes(at: column) + sum, at: column)
                } else {
                    let before = sums.lanes(at: column, upTo: outputs, padding: 0)
                    sums.store(sample == 0 ? sum : before + sum, at: column, upTo: outputs)
                }
                column &+= 8
            }
        }
    }

    /// Takes eight columns of a sample's rows back and returns their sums.
    @inline(__always)
    private func sumOfWholeLanes<Function: ElementwiseFunction>(
        _ rows: inout MutableSpan<Float>, _ point: Span<Float>, _ start: Int, _ end: Int, _ function: Function.Type
    ) -> Lanes {
        var sum = Lanes.zero
        var index = start
        while index < end {
            var lanes = rows.lanes(at: index)
            if activation != nil {
                lanes = Function.backward(lanes, at: point.lanes(at: index))
                rows.store(lanes, at: index)
            }
            // Not 0 + the first: that would turn -0 into 0.
            sum = index == start ? lanes : sum + lanes
            index &+= outputs
        }
        return sum
    }

    /// The same of the last columns, fewer than eight.
    private func sumOfSomeLanes<Function: ElementwiseFunction>(
        _ rows: inout MutableSpan<Float>, _ point: Span<Float>, _ start: Int, _ end: Int, _ width: Int,
        _ function: Function.Type
    ) -> Lanes {
        var sum = Lanes.zero
        var index = start
        while index < end {
            var lanes = rows.lanes(at: index, upTo: index + width, padding: 0)
            if activation != nil {
                lanes = Function.backward(lanes, at: point.lanes(at: index, upTo: index + width, padding: 0))
                rows.store(lanes, at: index, upTo: index + width)
            }
            sum = index == start ? lanes : sum + lanes
            index &+= outputs
        }
        return sum
    }
}
