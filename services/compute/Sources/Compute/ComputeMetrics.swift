package import Telemetry
package import Transport

/// What compute shows to Prometheus.
package struct ComputeMetrics: Sendable {
    /// Which split a batch is of.
    enum SplitLabel: String, MetricLabel {
        case training, evaluation
        static let name = "split"
    }

    let batches: Labelled<SplitLabel, Counter>
    let samples: Labelled<SplitLabel, Counter>
    let batchTimes: Histogram
    let refused: Counter
    let rows: Counter
    let preprocessingTimes: Histogram
    /// Counts the bytes of all connections.
    package let traffic = TrafficMeter()

    /// Registers compute's metrics.
    package init(in registry: MetricRegistry) {
        batches = registry.counters(
            "pangea_batches_served_total", help: "Batches served to trainers.", by: SplitLabel.self)
        samples = registry.counters(
            "pangea_samples_served_total", help: "Samples in the batches served.", by: SplitLabel.self)
        batchTimes = registry.histogram(
            "pangea_batch_seconds", help: "Time that gathering one batch took.", bounds: .seconds)
        refused = registry.counter("pangea_requests_refused_total", help: "Requests that were answered by a failure.")
        rows = registry.counter(
            "pangea_rows_parsed_total", help: "Rows, of both splits, of the data sets that were opened.")
        preprocessingTimes = registry.histogram(
            "pangea_preprocessing_seconds", help: "Time that reading, parsing and fitting a data set took.",
            bounds: .seconds)
        traffic.register(in: registry)
    }
}
