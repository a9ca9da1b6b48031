/// A fully connected layer: y = x Wᵀ + b, with or without ReLU behind it.
///
/// Letters: N samples, I inputs, O outputs. x is (N, I), W is (O, I), b is (O), y is (N, O), all row-major.
package struct Linear: Hashable, Sendable {
    package let inputs: Int
    package let outputs: Int
    /// Where W lies in the flat parameter vector.
    package let weight: Range<Int>
    /// Where b lies in the flat parameter vector.
    package let bias: Range<Int>

    /// Appends "name.weight" and "name.bias" to `layout`, with the initial bound 1 / sqrt(I) of `torch.nn.Linear`.
    package init(name: String, inputs: Int, outputs: Int, layout: inout ParameterLayout) {
        self.inputs = inputs
        self.outputs = outputs
        let bound = Float(1 / Double(inputs).squareRoot())
        weight = layout.append("\(name).weight", shape: [outputs, inputs], initialBound: bound)
        bias = layout.append("\(name).bias", shape: [outputs], initialBound: bound)
    }

    /// Writes y, and max(y, 0) where `rectified`.
    ///
    /// `input` is (N, I), `parameters` the flat vector, `output` (N, O).
    package func forward(
        _ input: Span<Float>, samples: Int, parameters: Span<Float>, rectified: Bool,
        to output: inout MutableSpan<Float>
    ) {
        MatrixProduct.write(
            Operand(input, rows: samples, columns: inputs),
            times: Operand(transposing: parameters.extracting(weight), rows: outputs, columns: inputs),
            to: &output)
        if rectified {
            addBias(parameters.extracting(bias), to: &output) { rectify($0) }
        } else {
            addBias(parameters.extracting(bias), to: &output) { $0 }
        }
    }

    /// Writes this layer's part of the gradient, summed over the samples: dW = dyᵀ x and db = the column sums of dy.
    ///
    /// `outputGradient` is dy (N, O), `input` is x (N, I), `gradient` the flat vector, overwritten in `weight` and `bias`.
    package func backwardToParameters(
        outputGradient: Span<Float>, input: Span<Float>, samples: Int, gradient: inout MutableSpan<Float>
    ) {
        var weightGradient = gradient.part(weight)
        MatrixProduct.write(
            Operand(transposing: outputGradient, rows: samples, columns: outputs),
            times: Operand(input, rows: samples, columns: inputs),
            to: &weightGradient)
        var biasGradient = gradient.part(bias)
        sumColumns(of: outputGradient, samples: samples, to: &biasGradient)
    }

    /// Writes dx = dy W.
    ///
    /// `outputGradient` is dy (N, O), `parameters` the flat vector, `inputGradient` is (N, I).
    package func backwardToInput(
        outputGradient: Span<Float>, parameters: Span<Float>, samples: Int,
        inputGradient: inout MutableSpan<Float>
    ) {
        MatrixProduct.write(
            Operand(outputGradient, rows: samples, columns: outputs),
            times: Operand(parameters.extracting(weight), rows: outputs, columns: inputs),
            to: &inputGradient)
    }

    /// Adds b to each row and applies `activation`, in one pass.
    ///
    /// `output` is (N, O).
    @inline(__always)
    private func addBias(
        _ bias: Span<Float>, to output: inout MutableSpan<Float>, activation: (Lanes) -> Lanes
    ) {
        var row = 0
        while row < output.count {
            var column = 0
            while column &+ 8 <= outputs {
                let sum = output.lanes(at: row &+ column) + bias.lanes(at: column)
                output.store(activation(sum), at: row &+ column)
                column &+= 8
            }
            if column < outputs {
                let end = row + outputs
                let sum =
                    output.lanes(at: row + column, upTo: end, padding: 0)
                    + bias.lanes(at: column, upTo: outputs, padding: 0)
                output.store(activation(sum), at: row + column, upTo: end)
            }
            row &+= outputs
        }
    }

    /// Writes the sum of each column, over the rows from the first to the last.
    ///
    /// `rows` is (N, O), `sums` is (O).
    private func sumColumns(of rows: Span<Float>, samples: Int, to sums: inout MutableSpan<Float>) {
        for column in 0..<outputs { sums[column] = rows[column] }
        for sample in 1..<samples {
            let row = sample * outputs
            var column = 0
            while column &+ 8 <= outputs {
                sums.store(sums.lanes(at: column) + rows.lanes(at: row &+ column), at: column)
                column &+= 8
            }
            while column < outputs {
                sums[column] += rows[row + column]
                column &+= 1
            }
        }
    }
}
