private import Synchronization

/// The metrics of one process, in the order in which they were registered.
///
/// A service registers all of its metrics when it starts and keeps the returned counters, gauges and histograms; writing
/// to one never waits for a reader of `exposition()`.
public final class MetricRegistry: Sendable {
    private struct Family {
        let name: String
        let kind: String
        let help: String
        let samples: @Sendable () -> [Sample]
    }

    private let families = Mutex<[Family]>([])

    /// Creates a registry without metrics.
    public init() {}

    /// Registers a counter; `name` ends in `_total`, `help` says what is counted.
    public func counter(_ name: String, help: String) -> Counter {
        let counter = Counter()
        register(name, "counter", help) { [Sample(value: Double(counter.value))] }
        return counter
    }

    /// Registers a counter for each value of a label.
    public func counters<Label: MetricLabel>(_ name: String, help: String, by label: Label.Type) -> Labelled<
        Label, Counter
    > {
        let counters = Labelled<Label, Counter> { Counter() }
        register(name, "counter", help) {
            counters.all.map { Sample(label: Label.name, $0.label.rawValue, value: Double($0.metric.value)) }
        }
        return counters
    }

    /// Registers a counter that is kept elsewhere; `value` never falls.
    public func counter(_ name: String, help: String, reading value: @escaping @Sendable () -> UInt64) {
        register(name, "counter", help) { [Sample(value: Double(value()))] }
    }

    /// Registers a counter for each value of a label that is kept elsewhere; none of the values falls.
    public func counters<Label: MetricLabel>(
        _ name: String, help: String, by label: Label.Type, reading value: @escaping @Sendable (Label) -> UInt64
    ) {
        register(name, "counter", help) {
            Label.allCases.map { Sample(label: Label.name, $0.rawValue, value: Double(value($0))) }
        }
    }

    /// Registers a counter of seconds, or of another unit with fractions, that is kept elsewhere; `value` never falls.
    public func fractionalCounter(_ name: String, help: String, reading value: @escaping @Sendable () -> Double?) {
        register(name, "counter", help) { value().map { [Sample(value: $0)] } ?? [] }
    }

    /// Registers a gauge.
    ///
    /// It has no sample before its first value is set.
    public func gauge(_ name: String, help: String) -> Gauge {
        let gauge = Gauge()
        register(name, "gauge", help) { gauge.value.map { [Sample(value: $0)] } ?? [] }
        return gauge
    }

    /// Registers a gauge for each value of a label.
    public func gauges<Label: MetricLabel>(_ name: String, help: String, by label: Label.Type) -> Labelled<Label, Gauge>
    {
        let gauges = Labelled<Label, Gauge> { Gauge() }
        register(name, "gauge", help) {
            gauges.all.compactMap { label, gauge in
                gauge.value.map { Sample(label: Label.name, label.rawValue, value: $0) }
            }
        }
        return gauges
    }

    /// Registers a gauge that is kept elsewhere; nil where it has no value now.
    public func gauge(_ name: String, help: String, reading value: @escaping @Sendable () -> Double?) {
        register(name, "gauge", help) { value().map { [Sample(value: $0)] } ?? [] }
    }

    /// Registers a histogram.
    public func histogram(_ name: String, help: String, bounds: HistogramBounds) -> Histogram {
        let histogram = Histogram(bounds: bounds)
        register(name, "histogram", help) { histogram.samples(labels: []) }
        return histogram
    }

    /// Registers a histogram for each value of a label.
    public func histograms<Label: MetricLabel>(
        _ name: String, help: String, bounds: HistogramBounds, by label: Label.Type
    ) -> Labelled<Label, Histogram> {
        let histograms = Labelled<Label, Histogram> { Histogram(bounds: bounds) }
        register(name, "histogram", help) {
            histograms.all.flatMap { $0.metric.samples(labels: [(Label.name, $0.label.rawValue)]) }
        }
        return histograms
    }

    /// All metrics in Prometheus's text format 0.0.4.
    ///
    /// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
    public func exposition() -> String {
        var text = ""
        for family in families.withLock({ $0 }) {
            text += "# HELP \(family.name) \(Exposition.escapedHelp(family.help))\n"
            text += "# TYPE \(family.name) \(family.kind)\n"
            for sample in family.samples() { text += Exposition.line(family.name, sample) }
        }
        return text
    }

    private func register(
        _ name: String, _ kind: String, _ help: String, _ samples: @escaping @Sendable () -> [Sample]
    ) {
        families.withLock { families in
            precondition(!families.contains { $0.name == name }, "MetricRegistry: \(name) is registered already")
            families.append(Family(name: name, kind: kind, help: help, samples: samples))
        }
    }
}
