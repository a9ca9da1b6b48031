internal import Foundation

extension TextStyle {
    /// What fits standard output.
    package static var standardOutput: TextStyle {
        TextStyle(isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    }

    /// What fits standard error.
    package static var standardError: TextStyle {
        TextStyle(isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    }
}
