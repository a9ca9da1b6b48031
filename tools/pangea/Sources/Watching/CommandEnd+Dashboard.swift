package import ArgumentParser
package import DashboardClient
internal import Hosting
package import Terminal

extension CommandEnd {
    /// How a command ends on what a dashboard, or nobody, answered.
    package static func failing(_ error: DashboardError) -> ArgumentParser.ExitCode {
        switch error {
        case .address: failing(.usage, "\(error)")
        case .unreachable, .silent: failing(.unavailable, "\(error)")
        case .refused, .tokenRefused, .malformed, .tooLarge: failing(.refused, "\(error)")
        }
    }
}
