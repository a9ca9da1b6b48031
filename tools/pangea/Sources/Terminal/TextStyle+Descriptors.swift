internal import Foundation

extension TextStyle {
    /// What fits standard output.
    package static var standardOutput: TextStyle { TextStyle(of: STDOUT_FILENO) }

    /// What fits standard error.
    package static var standardError: TextStyle { TextStyle(of: STDERR_FILENO) }

    /// What fits a descriptor of this process.
    package init(of descriptor: Int32) {
        self.init(isTerminal: isatty(descriptor) == 1, environment: ProcessInfo.processInfo.environment)
    }
}
