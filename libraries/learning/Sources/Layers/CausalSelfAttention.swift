/// Multi-head self-attention in which a position sees itself and those before it.
///
/// Letters: N samples of T positions, width E in H heads of D = E / H. x and y are (N, T, E). As
/// `torch.nn.MultiheadAttention` has them: the input projection is (3 E, E) and (3 E), queries, then keys, then values,
/// head by head; the output projection is (E, E) and (E). Per sample and head:
///
///     S = q kᵀ / sqrt(D)      A = softmax of S, row t over the columns 0 ... t      c = A v      y = c Woᵀ + bo
///
/// Rows of S are taken `blockRows` at a time, up to the last column that any of them sees: what lies to the right of
/// that is neither computed nor touched.
struct CausalSelfAttention: Layer {
    let positions: Int
    let width: Int
    let heads: Int
    let inputWeight: Range<Int>
    let outputWeight: Range<Int>
    let inputEpilogue: Epilogue
    let outputEpilogue: Epilogue

    private static let blockRows = 64

    var kind: String { "causalSelfAttention" }
    var inputCount: Int { positions * width }
    var outputCount: Int { positions * width }
    var operations: Int {
        let pairs = blocks.reduce(0) { $0 + $1.count * $1.upperBound }
        return 2 * positions * width * 4 * width + 4 * pairs * width
    }
    /// Kept: (N, T, 3 E) of q, k, v, then (N, H, T, T) of A, then (N, T, E) of c.
    ///
    /// Scratch: (N, T, 3 E) of their gradients, then (N, T, E) of dc, then a block of dA.
    var needs: LayerNeeds {
        LayerNeeds(
            input: true, kept: 4 * inputCount + heads * positions * positions,
            scratchPerSample: 4 * inputCount, fixedScratch: Self.blockRows * positions)
    }

    func forward(
        _ input: Span<Float>, to output: inout MutableSpan<Float>, _ pass: Pass, kept: inout MutableSpan<Float>,
        scratch: inout MutableSpan<Float>
    ) {
        let rows = pass.samples * positions
        let parameters = pass.parameters
        kept.split(at: rows * 3 * width) { projections, _ in
            MatrixProduct.write(
                Operand(input, rows: rows, columns: width),
                times: Operand(transposing: parameters.extracting(inputWeight), rows: 3 * width, columns: width),
                to: &projections)
            inputEpilogue.forward(&projections, parameters: parameters)
        }
        attend(&kept, samples: pass.samples)
        MatrixProduct.write(
            Operand(kept.span.extracting(contextRange(pass.samples)), rows: rows, columns: width),
            times: Operand(transposing: parameters.extracting(outputWeight), rows: width, columns: width),
            to: &output)
        outputEpilogue.forward(&output, parameters: parameters)
    }

    /// Adds blocks of rows from the last to the first.
    ///
    ///     dc = dy Wo      dA = dc vᵀ      dS = A (dA - the row's sum of dA A)      dx = (dq, dk, dv) Wi
    ///     dq = dS k / sqrt(D)      dk = dSᵀ q / sqrt(D)      dv = Aᵀ dc
    func backward(
        _ outputGradient: inout MutableSpan<Float>, input: Span<Float>, output: Span<Float>,
        gradient: inout MutableSpan<Float>, inputGradient: inout MutableSpan<Float>, _ pass: Pass,
        kept: inout MutableSpan<Float>, scratch: inout MutableSpan<Float>
    ) {
        let rows = pass.samples * positions
        outputEpilogue.backward(&outputGradient, at: Span(), samples: pass.samples, gradient: &gradient)
        let dy = outputGradient.span
        var outputWeightGradient = gradient.part(outputWeight)
        MatrixProduct.write(
            Operand(transposing: dy, rows: rows, columns: width),
            times: Operand(kept.span.extracting(contextRange(pass.samples)), rows: rows, columns: width),
            to: &outputWeightGradient)
        var contextGradient = scratch.part(rows * 3 * width..<rows * 4 * width)
        MatrixProduct.write(
            Operand(dy, rows: rows, columns: width),
            times: Operand(pass.parameters.extracting(outputWeight), rows: width, columns: width),
            to: &contextGradient)
        forEachBlock(samples: pass.samples, reversed: true) { sample, head, rows in
            attendBackward(kept.span, &scratch, pass.samples, sample, head, rows)
        }
        projectBackward(input, pass, &gradient, &inputGradient, &scratch)
    }
}

extension CausalSelfAttention {
    private var headWidth: Int { width / heads }
    private var scale: Float { Float(1 / Double(headWidth).squareRoot()) }

    /// The rows of S that are taken together.
    private var blocks: [Range<Int>] { (0..<blockCount).map(block) }
    private var blockCount: Int { (positions + Self.blockRows - 1) / Self.blockRows }

    @inline(__always)
    private func block(_ index: Int) -> Range<Int> {
        index * Self.blockRows..<min((index + 1) * Self.blockRows, positions)
    }

    private func weightStart(_ samples: Int) -> Int { samples * 3 * inputCount }

    private func contextRange(_ samples: Int) -> Range<Int> {
        let start = weightStart(samples) + samples * heads * positions * positions
        return start..<start + samples * inputCount
    }

    /// Calls `body` for each sample, head and block of rows; the blocks of a head from the last to the first if `reversed`.
    @inline(__always)
    private func forEachBlock(samples: Int, reversed: Bool, _ body: (Int, Int, Range<Int>) -> Void) {
        for sample in 0..<samples {
            for head in 0..<heads {
                for index in 0..<blockCount {
                    body(sample, head, block(reversed ? blockCount - 1 - index : index))
                }
            }
        }
    }

    /// Writes A and c of all samples.
    private func attend(_ kept: inout MutableSpan<Float>, samples: Int) {
        kept.splitBackward(at: weightStart(samples)) { projections, rest in
            forEachBlock(samples: samples, reversed: false) { sample, head, rows in
                attend(projections, &rest, samples, sample, head, rows)
            }
        }
    }

    private func attend(
        _ projections: Span<Float>, _ rest: inout MutableSpan<Float>, _ samples: Int, _ sample: Int, _ head: Int,
        _ rows: Range<Int>
    ) {
        let columns = rows.upperBound
        let start = attentionStart(sample, head, rows)
        var attention = rest.part(start..<start + rows.count * positions)
        MatrixProduct.write(
            queries(projections, sample, head, rows),
            times: transposedKeys(projections, sample, head, columns),
            scale: scale, to: &attention, stride: positions)
        for row in rows {
            let first = (row - rows.lowerBound) * positions
            var seen = attention.part(first..<first + row + 1)
            Softmax.normalise(&seen)
            var unseen = attention.part(first + row + 1..<first + columns)
            unseen.clear()
        }
        rest.splitBackward(at: samples * heads * positions * positions) { weights, context in
            var c = context.part(contextPart(sample, head, rows))
            MatrixProduct.write(
                Operand(
                    weights.extracting(start..<start + (rows.count - 1) * positions + columns), rows: rows.count,
                    columns: columns, stride: positions),
                times: values(projections, sample, head, columns),
                to: &c, stride: width)
        }
    }

    private func attendBackward(
        _ kept: Span<Float>, _ scratch: inout MutableSpan<Float>, _ samples: Int, _ sample: Int, _ head: Int,
        _ rows: Range<Int>
    ) {
        let columns = rows.upperBound
        let isFirst = columns == positions
        let start = weightStart(samples) + attentionStart(sample, head, rows)
        let weights = kept.extracting(start..<start + (rows.count - 1) * positions + columns)
        let contextStart = samples * 3 * inputCount
        let blockStart = samples * 4 * inputCount
        let dcRange = contextPart(sample, head, rows)

        scratch.splitBackward(at: blockStart) { below, block in
            let dc = below.extracting(contextStart + dcRange.lowerBound..<contextStart + dcRange.upperBound)
            var dA = block.part(0..<rows.count * columns)
            MatrixProduct.write(
                Operand(dc, rows: rows.count, columns: headWidth, stride: width),
                times: transposedValues(kept, sample, head, columns), to: &dA)
            for row in rows {
                let index = row - rows.lowerBound
                var seen = dA.part(index * columns..<index * columns + row + 1)
                Softmax.backward(
                    weights.extracting(index * positions..<index * positions + row + 1), gradient: &seen)
                var unseen = dA.part(index * columns + row + 1..<(index + 1) * columns)
                unseen.clear()
            }
        }
        scratch.split(at: contextStart) { projections, above in
            let dc = above.extracting(dcRange)
            let dS = above.extracting(samples * inputCount..<samples * inputCount + rows.count * columns)
            var dq = projections.part(part(sample, head, 0, rows))
            MatrixProduct.write(
                Operand(dS, rows: rows.count, columns: columns), times: keys(kept, sample, head, columns),
                scale: scale, to: &dq, stride: 3 * width)
            var dk = projections.part(part(sample, head, 1, 0..<columns))
            MatrixProduct.write(
                Operand(transposing: dS, rows: rows.count, columns: columns),
                times: queries(kept, sample, head, rows), scale: scale, accumulating: !isFirst, to: &dk,
                stride: 3 * width)
            var dv = projections.part(part(sample, head, 2, 0..<columns))
            MatrixProduct.write(
                Operand(transposing: weights, rows: rows.count, columns: columns, stride: positions),
                times: Operand(dc, rows: rows.count, columns: headWidth, stride: width),
                accumulating: !isFirst, to: &dv, stride: 3 * width)
        }
    }

    private func projectBackward(
        _ input: Span<Float>, _ pass: Pass, _ gradient: inout MutableSpan<Float>,
        _ inputGradient: inout MutableSpan<Float>, _ scratch: inout MutableSpan<Float>
    ) {
        let rows = pass.samples * positions
        var projections = scratch.part(0..<rows * 3 * width)
        inputEpilogue.backward(&projections, at: Span(), samples: pass.samples, gradient: &gradient)
        var weightGradient = gradient.part(inputWeight)
        MatrixProduct.write(
            Operand(transposing: projections.span, rows: rows, columns: 3 * width),
            times: Operand(input, rows: rows, columns: width), to: &weightGradient)
        guard inputGradient.count > 0 else { return }
        MatrixProduct.write(
            Operand(projections.span, rows: rows, columns: 3 * width),
            times: Operand(pass.parameters.extracting(inputWeight), rows: 3 * width, columns: width),
            to: &inputGradient)
    }

    /// Where a block of A begins, within (N, H, T, T).
    private func attentionStart(_ sample: Int, _ head: Int, _ rows: Range<Int>) -> Int {
        ((sample * heads + head) * positions + rows.lowerBound) * positions
    }

    /// The rows of one head within (N, T, E).
    private func contextPart(_ sample: Int, _ head: Int, _ rows: Range<Int>) -> Range<Int> {
        let start = (sample * positions + rows.lowerBound) * width + head * headWidth
        return start..<start + (rows.count - 1) * width + headWidth
    }

    /// The rows of one head within (N, T, 3 E); `which` is 0 for queries, 1 for keys, 2 for values.
    private func part(_ sample: Int, _ head: Int, _ which: Int, _ rows: Range<Int>) -> Range<Int> {
        let start = (sample * positions + rows.lowerBound) * 3 * width + which * width + head * headWidth
        return start..<start + (rows.count - 1) * 3 * width + headWidth
    }

    @_lifetime(copy projections)
    private func queries(_ projections: Span<Float>, _ sample: Int, _ head: Int, _ rows: Range<Int>) -> Operand {
        Operand(
            projections.extracting(part(sample, head, 0, rows)), rows: rows.count, columns: headWidth,
            stride: 3 * width)
    }

    @_lifetime(copy projections)
    private func keys(_ projections: Span<Float>, _ sample: Int, _ head: Int, _ count: Int) -> Operand {
        Operand(
            projections.extracting(part(sample, head, 1, 0..<count)), rows: count, columns: headWidth,
            stride: 3 * width)
    }

    @_lifetime(copy projections)
    private func transposedKeys(_ projections: Span<Float>, _ sample: Int, _ head: Int, _ count: Int) -> Operand {
        Operand(
            transposing: projections.extracting(part(sample, head, 1, 0..<count)), rows: count, columns: headWidth,
            stride: 3 * width)
    }

    @_lifetime(copy projections)
    private func values(_ projections: Span<Float>, _ sample: Int, _ head: Int, _ count: Int) -> Operand {
        Operand(
            projections.extracting(part(sample, head, 2, 0..<count)), rows: count, columns: headWidth,
            stride: 3 * width)
    }

    @_lifetime(copy projections)
    private func transposedValues(_ projections: Span<Float>, _ sample: Int, _ head: Int, _ count: Int) -> Operand {
        Operand(
            transposing: projections.extracting(part(sample, head, 2, 0..<count)), rows: count, columns: headWidth,
            stride: 3 * width)
    }
}
