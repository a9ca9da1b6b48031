/// A loss at work: what the outputs of a batch are worth, and the gradient of that.
///
/// Letters: N samples, T positions of a sequence (1 without), C classes, O outputs. A sample's loss is the mean over its
/// positions or outputs, the loss of a batch the sum over its samples: divided by the number of samples it is what
/// PyTorch calls the mean.
struct Loss: Hashable, Sendable {
    let description: LossDescription
    /// T, or O.
    let positions: Int
    /// C; 1 where there are no classes.
    let classCount: Int

    /// The loss behind outputs of `outputShape`.
    ///
    /// Throws `invalidDescription` when it doesn't take that shape.
    init(_ description: LossDescription, outputShape: [Int]) throws(LearningError) {
        self.description = description
        let got = SampleShape.text(outputShape)
        switch description {
        case .crossEntropy(let labelSmoothing):
            guard (1...2).contains(outputShape.count), let classes = outputShape.last, classes >= 2 else {
                throw .invalidDescription(
                    key: "model.loss.crossEntropy", expected: "(classes) or (positions, classes), 2 classes at least",
                    got: got)
            }
            guard labelSmoothing >= 0, labelSmoothing < 1 else {
                throw .invalidDescription(
                    key: "model.loss.labelSmoothing", expected: "a number in [0, 1)", got: "\(labelSmoothing)")
            }
            positions = outputShape.count == 2 ? outputShape[0] : 1
            classCount = classes
        case .meanSquaredError, .binaryCrossEntropy:
            guard outputShape.count == 1 else {
                throw .invalidDescription(key: "model.loss", expected: "(outputs)", got: got)
            }
            positions = outputShape[0]
            classCount = 1
        }
    }

    /// Whether the labels are classes rather than values.
    var takesClasses: Bool {
        if case .crossEntropy = description { true } else { false }
    }

    /// See `Model.predictionsPerSample`.
    var predictionsPerSample: Int { description == .meanSquaredError ? 1 : positions }

    /// The loss sum and the number of correct predictions; with a `gradient`, also that of the loss sum with respect to
    /// `outputs`.
    ///
    /// `outputs` is (N, T, C) or (N, O); `classes` (N T) or `values` (N O) has the right answers; `gradient` is of the
    /// outputs' size and overwritten, or empty.
    func evaluate(
        _ outputs: Span<Float>, classes: Span<UInt32>, values: Span<Float>, samples: Int,
        gradient: inout MutableSpan<Float>
    ) -> BatchOutcome {
        switch description {
        case .crossEntropy(let labelSmoothing):
            let loss = SoftmaxCrossEntropy(classCount: classCount, labelSmoothing: labelSmoothing)
            return mean(of: crossEntropy(loss, outputs, classes, samples, &gradient), &gradient)
        case .meanSquaredError:
            return mean(of: squaredError(outputs, values, &gradient), &gradient)
        case .binaryCrossEntropy:
            return mean(of: binaryCrossEntropy(outputs, values, &gradient), &gradient)
        }
    }

    /// Divides the sums over a sample's positions by their number.
    private func mean(of outcome: BatchOutcome, _ gradient: inout MutableSpan<Float>) -> BatchOutcome {
        guard positions > 1 else { return outcome }
        let share = 1 / Float(positions)
        gradient.map { $0 * share }
        return BatchOutcome(
            lossSum: outcome.lossSum / Double(positions), correct: outcome.correct,
            errorSum: outcome.errorSum / Double(positions))
    }

    private func crossEntropy(
        _ loss: SoftmaxCrossEntropy, _ outputs: Span<Float>, _ classes: Span<UInt32>, _ samples: Int,
        _ gradient: inout MutableSpan<Float>
    ) -> BatchOutcome {
        let rows = samples * positions
        return gradient.count == 0
            ? loss.forward(outputs, labels: classes, samples: rows)
            : loss.forwardAndBackward(outputs, labels: classes, samples: rows, gradient: &gradient)
    }

    /// (y - value)^2, with the gradient 2 (y - value).
    private func squaredError(
        _ outputs: Span<Float>, _ values: Span<Float>, _ gradient: inout MutableSpan<Float>
    ) -> BatchOutcome {
        var sum = 0.0
        for index in outputs.indices {
            let distance = outputs[index] - values[index]
            sum += Double(distance) * Double(distance)
            if gradient.count > 0 { gradient[index] = 2 * distance }
        }
        let errors = Metrics.absoluteErrorSum(outputs: outputs, values: values.extracting(0..<outputs.count))
        return BatchOutcome(lossSum: sum, correct: 0, errorSum: errors)
    }

    /// max(z, 0) - z value + log(1 + exp(-|z|)), with the gradient sigmoid(z) - value.
    ///
    /// Right is an output above 0 for a value above 1/2, and one not above 0 for any other.
    private func binaryCrossEntropy(
        _ outputs: Span<Float>, _ values: Span<Float>, _ gradient: inout MutableSpan<Float>
    ) -> BatchOutcome {
        var outcome = BatchOutcome(lossSum: 0, correct: 0)
        var index = 0
        while index < outputs.count {
            let count = min(8, outputs.count - index)
            let (z, value) = (outputs.lanes(at: index, count: count), values.lanes(at: index, count: count))
            let tail = logarithm(1 + exponential(z.replacing(with: -z, where: .!(z .< 0))))
            let head = z.replacing(with: 0, where: .!(z .> 0)) - z * value
            for lane in 0..<count {
                outcome.lossSum += Double(head[lane]) + Double(tail[lane])
                if z[lane] == z[lane] && (z[lane] > 0) == (value[lane] > 0.5) { outcome.correct += 1 }
            }
            if gradient.count > 0 { gradient.store(sigmoid(z) - value, at: index, count: count) }
            index += 8
        }
        return outcome
    }
}
