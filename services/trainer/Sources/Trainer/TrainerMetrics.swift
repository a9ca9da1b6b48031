package import Telemetry
package import Transport

/// What a trainer shows to Prometheus.
package struct TrainerMetrics: Sendable {
    /// What a lease is for.
    enum Phase: String, MetricLabel {
        case training, evaluation
        static let name = "phase"
    }

    let leases: Labelled<Phase, Counter>
    let microBatches: Labelled<Phase, Counter>
    let samples: Labelled<Phase, Counter>
    let leaseTimes: Labelled<WorkPart, Histogram>
    let pushesRefused: Counter
    let leasesDropped: Counter
    let sessions: Counter
    let isMember: Gauge
    /// Counts the bytes of all connections.
    package let traffic = TrafficMeter()

    /// Registers a trainer's metrics.
    package init(in registry: MetricRegistry) {
        leases = registry.counters(
            "pangea_leases_worked_total", help: "Leases that this trainer has worked on.", by: Phase.self)
        microBatches = registry.counters(
            "pangea_micro_batches_total", help: "Micro-batches that this trainer has computed.", by: Phase.self)
        samples = registry.counters(
            "pangea_samples_computed_total", help: "Samples that this trainer has computed, counted in a step or not.",
            by: Phase.self)
        leaseTimes = registry.histograms(
            "pangea_lease_seconds",
            help: "Time of a training lease: waiting for it, its parameters and data, forward and backward (compute), "
                + "adding gradients (reduce), and pushing them (send).",
            bounds: .seconds, by: WorkPart.self)
        pushesRefused = registry.counter(
            "pangea_pushes_refused_total", help: "Pushes of this trainer that the orchestrator refused.")
        leasesDropped = registry.counter(
            "pangea_leases_dropped_total", help: "Revoked leases that this trainer had not computed yet.")
        sessions = registry.counter("pangea_sessions_total", help: "How often this trainer has joined a run.")
        isMember = registry.gauge("pangea_member", help: "1 while this trainer is a member of a run, else 0.")
        isMember.set(0)
        traffic.register(in: registry)
    }
}
