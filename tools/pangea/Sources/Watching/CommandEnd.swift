package import ArgumentParser
package import DashboardClient
internal import Foundation
package import Hosting

/// How a command ends that can't do what it was asked for.
package enum CommandEnd {
    /// Says why on standard error, and gives the code to exit with.
    package static func failing(_ status: Hosting.ExitStatus, _ reason: String) -> ArgumentParser.ExitCode {
        exiting(status.rawValue, reason)
    }

    /// The same with any code.
    package static func exiting(_ code: Int32, _ reason: String) -> ArgumentParser.ExitCode {
        try? FileHandle.standardError.write(contentsOf: Data("pangea: \(reason)\n".utf8))
        return ArgumentParser.ExitCode(code)
    }

    /// The same for what a dashboard, or nobody, answered.
    package static func failing(_ error: DashboardError) -> ArgumentParser.ExitCode {
        switch error {
        case .address: failing(.usage, "\(error)")
        case .unreachable, .silent: failing(.unavailable, "\(error)")
        case .refused, .malformed, .tooLarge: failing(.refused, "\(error)")
        }
    }
}
