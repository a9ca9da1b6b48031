/// The values of a metric's one label: few, and known when the program is written.
public protocol MetricLabel: CaseIterable, Hashable, Sendable, RawRepresentable<String> {
    /// The label's name.
    static var name: String { get }
}

/// One metric for each value of a label.
public struct Labelled<Label: MetricLabel, Metric: Sendable>: Sendable {
    let all: [(label: Label, metric: Metric)]
    private let byLabel: [Label: Metric]

    init(_ make: () -> Metric) {
        all = Label.allCases.map { (label: $0, metric: make()) }
        byLabel = Dictionary(uniqueKeysWithValues: all.map { ($0.label, $0.metric) })
    }

    /// The metric of a label's value.
    public subscript(label: Label) -> Metric {
        guard let metric = byLabel[label] else {
            preconditionFailure("\(Label.self).allCases lacks \(label)")
        }
        return metric
    }
}
