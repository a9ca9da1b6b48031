/// Softmax and cross-entropy over classes: loss = log(sum_c exp(z_c)) - z_label, summed over the samples.
///
/// Letters: N samples, C classes. Logits z are (N, C), row-major. Per sample, with m = max_c z_c and
/// s = sum_c exp(z_c - m): loss = log(s) - (z_label - m). The sum s is taken in eight lanes, lane l over the classes
/// l, l + 8, ... in order, and then over the lanes as `treeSum` does. Losses are added as Double in the order of the
/// samples.
///
/// With label smoothing e the right answer is 1 - e at the label and e / C everywhere: loss = (1 - e) (log(s) -
/// (z_label - m)) + e (log(s) - mean_c(z_c - m)).
///
/// A sample counts as correct when its label is the first class that no other exceeds. A NaN among its logits makes
/// it wrong and its loss and gradient NaN.
package struct SoftmaxCrossEntropy: Hashable, Sendable {
    package let classCount: Int
    /// e, in [0, 1).
    package let labelSmoothing: Double

    package init(classCount: Int, labelSmoothing: Double = 0) {
        self.classCount = classCount
        self.labelSmoothing = labelSmoothing
    }

    /// The loss sum and the number of correct samples.
    ///
    /// `logits` is (N, C), `labels` has at least N classes below C.
    package func forward(_ logits: Span<Float>, labels: Span<UInt32>, samples: Int) -> BatchOutcome {
        var outcome = BatchOutcome(lossSum: 0, correct: 0)
        for sample in 0..<samples {
            let row = logits.extracting(sample * classCount..<(sample + 1) * classCount)
            let greatest = row.greatest
            let sum = row.sumOfExponentials(below: greatest)
            outcome.add(row, label: Int(labels[sample]), greatest: greatest, sum: sum, smoothing: labelSmoothing)
        }
        return outcome
    }

    /// The same, and the gradient of the loss sum with respect to the logits: softmax(z) - the right answer.
    ///
    /// `gradient` is (N, C) and overwritten.
    package func forwardAndBackward(
        _ logits: Span<Float>, labels: Span<UInt32>, samples: Int, gradient: inout MutableSpan<Float>
    ) -> BatchOutcome {
        var outcome = BatchOutcome(lossSum: 0, correct: 0)
        for sample in 0..<samples {
            let range = sample * classCount..<(sample + 1) * classCount
            let row = logits.extracting(range)
            var rowGradient = gradient.part(range)
            let greatest = row.greatest
            rowGradient.copy(row)
            let sum = rowGradient.exponentiate(below: greatest)
            rowGradient.map { $0 / sum }
            if labelSmoothing > 0 { rowGradient.map { $0 - Float(labelSmoothing / Double(classCount)) } }
            rowGradient[Int(labels[sample])] -= Float(1 - labelSmoothing)
            outcome.add(row, label: Int(labels[sample]), greatest: greatest, sum: sum, smoothing: labelSmoothing)
        }
        return outcome
    }
}

extension BatchOutcome {
    /// Adds a sample whose greatest logit and whose sum of exponentials below it are known.
    fileprivate mutating func add(
        _ row: Span<Float>, label: Int, greatest: Float, sum: Float, smoothing: Double
    ) {
        let loss = Double(logarithm(sum) - (row[label] - greatest))
        if smoothing > 0 {
            var distance = 0.0
            for index in row.indices { distance += Double(row[index] - greatest) }
            let uniform = Double(logarithm(sum)) - distance / Double(row.count)
            lossSum += (1 - smoothing) * loss + smoothing * uniform
        } else {
            lossSum += loss
        }
        // A NaN anywhere in the row has made the sum NaN.
        guard sum == sum, row[label] == greatest else { return }
        for index in 0..<label where row[index] == greatest { return }
        correct += 1
    }
}
