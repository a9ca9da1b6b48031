internal import Telemetry

/// Why somebody may not look at the run.
package enum LookRefusal: String, MetricLabel {
    /// The request shows no token.
    case noToken
    /// It shows another one.
    case wrongToken

    /// The label's name.
    package static let name = "reason"
}
