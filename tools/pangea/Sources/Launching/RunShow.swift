internal import ArgumentParser

/// What a run shows on standard error while it goes on.
package enum RunShow: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// How far it is: redrawn on a terminal, plain lines elsewhere.
    case progress
    /// What every service logs, each line behind the service's name.
    case logs
    /// Nothing but what goes wrong.
    case nothing
}
