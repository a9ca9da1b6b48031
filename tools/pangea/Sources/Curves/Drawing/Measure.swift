internal import RunRecords

/// What one of the charts shows.
enum Measure: CaseIterable {
    case loss, accuracy

    var title: String {
        switch self {
        case .loss: "Loss"
        case .accuracy: "Accuracy"
        }
    }

    func value(of bucket: StepBucket) -> Extent {
        switch self {
        case .loss: bucket.loss
        case .accuracy: bucket.accuracy
        }
    }

    func value(of bucket: EvaluationBucket) -> Extent {
        switch self {
        case .loss: bucket.loss
        case .accuracy: bucket.accuracy
        }
    }

    /// A value on the axis.
    func tick(_ value: Double) -> String {
        switch self {
        case .loss: Numeral.short(value)
        case .accuracy: "\(Numeral.short(value * 100))%"
        }
    }

    /// A value in words.
    func text(_ value: Double) -> String {
        switch self {
        case .loss: Numeral.rounded(value)
        case .accuracy: "\(Numeral.rounded(value * 100)) %"
        }
    }
}
