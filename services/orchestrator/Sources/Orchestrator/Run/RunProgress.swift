internal import Foundation

/// Where a run stands, for the person who watches it.
package struct RunProgress: Sendable {
    package let step: UInt64
    package let stepCount: UInt64
    /// Committed by this process.
    package let stepsDone: UInt64
    package let epoch: UInt64
    package let epochCount: UInt64
    /// Mean loss of the last step.
    package let loss: Double
    /// Of the last evaluation, if there was one.
    package let accuracy: Double?
    /// Likewise, of a model that says numbers.
    package let absoluteError: Double?
    /// Trained by this process.
    package let samples: UInt64
    /// Since the first lease.
    package let elapsed: Duration
    package let trainers: Int
    /// Whether nothing comes after it.
    package let isLast: Bool

    package init(
        step: UInt64, stepCount: UInt64, stepsDone: UInt64, epoch: UInt64, epochCount: UInt64, loss: Double,
        accuracy: Double?, absoluteError: Double? = nil, samples: UInt64, elapsed: Duration, trainers: Int, isLast: Bool
    ) {
        self.step = step
        self.stepCount = stepCount
        self.stepsDone = stepsDone
        self.epoch = epoch
        self.epochCount = epochCount
        self.loss = loss
        self.accuracy = accuracy
        self.absoluteError = absoluteError
        self.samples = samples
        self.elapsed = elapsed
        self.trainers = trainers
        self.isLast = isLast
    }
}

extension RunProgress {
    /// One line for a person.
    package var line: String {
        let seconds = elapsed / .seconds(1)
        var parts = ["epoch \(min(epoch + 1, epochCount))/\(epochCount)", "step \(step)/\(stepCount)"]
        if loss.isFinite { parts.append("loss \(decimal(loss, digits: 4))") }
        if let accuracy { parts.append("accuracy \(decimal(accuracy * 100, digits: 2)) %") }
        if let absoluteError { parts.append("mean absolute error \(decimal(absoluteError, digits: 4))") }
        if seconds > 0, samples > 0 { parts.append("\(Int(Double(samples) / seconds)) samples/s") }
        parts.append(trainers == 1 ? "1 trainer" : "\(trainers) trainers")
        if let left = secondsLeft { parts.append("\(left) s left") }
        return parts.joined(separator: "  ")
    }

    /// At the pace so far, rounded; nil before the first step.
    private var secondsLeft: Int? {
        guard stepsDone > 0, step < stepCount else { return nil }
        let pace = (elapsed / .seconds(1)) / Double(stepsDone)
        return Int(pace * Double(stepCount - step))
    }

    /// With a fixed number of digits behind the point.
    private func decimal(_ number: Double, digits: Int) -> String {
        number.formatted(.number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en")))
    }
}
