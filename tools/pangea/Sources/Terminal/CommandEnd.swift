package import ArgumentParser
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
        StandardError.line("pangea: \(reason)")
        return ArgumentParser.ExitCode(code)
    }
}
