/// A fully connected layer: y = f(x Wᵀ + b) for every row.
///
/// Letters: R rows, N samples of R / N each; I inputs, O outputs of a row. x is (R, I), W is (O, I), b is (O),
/// y is (R, O). Without an activation f is the identity.
struct Linear: Layer {
    let inputs: Int
    let outputs: Int
    /// R / N: the positions of a sequence, or 1.
    let rowsPerSample: Int
    /// Where W lies in the flat parameter vector.
    let weight: Range<Int>
    let epilogue: Epilogue

    var kind: String { "linear" }
    var inputCount: Int { rowsPerSample * inputs }
    var outputCount: Int { rowsPerSample * outputs }
    var operations: Int { 2 * rowsPerSample * inputs * outputs }
    var needs: LayerNeeds {
        LayerNeeds(
            input: true, output: epilogue.needsOutput, overwritesOutputGradient: epilogue.activation != nil,
            kept: epilogue.keepsDerivative ? outputCount : 0)
    }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        if epilogue.keepsDerivative {
            multiply(input, pass.parameters, to: &kept)
            epilogue.forward(&kept, parameters: pass.parameters, to: &output)
        } else {
            multiply(input, pass.parameters, to: &output)
            epilogue.forward(&output, parameters: pass.parameters)
        }
    }

    /// dz = f'(z) dy, db its column sums, dW = dzᵀ x, dx = dz W.
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        let rows = pass.samples * rowsPerSample
        if epilogue.keepsDerivative {
            epilogue.backward(&outputGradient, at: kept.span, samples: pass.samples, gradient: &gradient)
        } else {
            epilogue.backward(&outputGradient, at: output, samples: pass.samples, gradient: &gradient)
        }
        var weightGradient = gradient.part(weight)
        MatrixProduct.write(
            Operand(transposing: outputGradient.span, rows: rows, columns: outputs),
            times: Operand(input, rows: rows, columns: inputs),
            to: &weightGradient)
        guard inputGradient.count > 0 else { return }
        MatrixProduct.write(
            Operand(outputGradient.span, rows: rows, columns: outputs),
            times: Operand(pass.parameters.extracting(weight), rows: outputs, columns: inputs),
            to: &inputGradient)
    }

    private func multiply(_ input: Span<Float>, _ parameters: Span<Float>, to sums: inout MutableSpan<Float>) {
        MatrixProduct.write(
            Operand(input, rows: input.count / inputs, columns: inputs),
            times: Operand(transposing: parameters.extracting(weight), rows: outputs, columns: inputs),
            to: &sums)
    }
}
