package import Telemetry

/// What the dashboard shows to Prometheus.
package struct DashboardMetrics: Sendable {
    let refusals: Labelled<LookRefusal, Counter>

    /// Registers the dashboard's metrics.
    package init(in registry: MetricRegistry) {
        refusals = registry.counters(
            "pangea_dashboard_requests_refused_total",
            help: "Requests to the dashboard that showed no token, as each browser's first one does, or another one.",
            by: LookRefusal.self)
    }
}
