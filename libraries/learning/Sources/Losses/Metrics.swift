/// What a batch's outputs say beside the loss.
///
/// Accuracy is `BatchOutcome.correct` over the predictions.
public enum Metrics {
    /// The predictions whose class is among the `k` greatest outputs: fewer than k others are greater, or as great and
    /// before it; never one with a NaN among its outputs.
    ///
    /// Letters: R predictions, C classes. `outputs` is (R, C), `classes` (R) of classes below C, `classCount` C.
    public static func correct(
        amongFirst k: Int, outputs: Span<Float>, classes: Span<UInt32>, classCount: Int
    ) -> Int {
        precondition(outputs.count == classes.count * classCount, "top-k: expected \(classCount) outputs a class")
        var correct = 0
        for prediction in classes.indices {
            let row = outputs.extracting(prediction * classCount..<(prediction + 1) * classCount)
            if let rank = rank(of: Int(classes[prediction]), in: row), rank < k { correct += 1 }
        }
        return correct
    }

    /// The sum of |output - value|; divided by their number it is the mean absolute error.
    public static func absoluteErrorSum(outputs: Span<Float>, values: Span<Float>) -> Double {
        precondition(outputs.count == values.count, "absolute error: expected \(values.count), got \(outputs.count)")
        var sum = 0.0
        for index in outputs.indices { sum += Double(outputs[index] - values[index]).magnitude }
        return sum
    }

    /// e to the mean cross-entropy: among how many tokens a text model is undecided.
    public static func perplexity(meanLoss: Double) -> Double {
        exponential(meanLoss)
    }

    /// How many outputs come before that of `label`; nil where one is NaN.
    private static func rank(of label: Int, in row: Span<Float>) -> Int? {
        var rank = 0
        for index in row.indices {
            guard row[index] == row[index] else { return nil }
            if row[index] > row[label] || (row[index] == row[label] && index < label) { rank += 1 }
        }
        return rank
    }
}
