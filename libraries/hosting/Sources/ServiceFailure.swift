/// Why a service can't go on: what it exits with, and what it says.
public struct ServiceFailure: Error, Sendable, CustomStringConvertible {
    /// The exit code.
    public let status: ExitStatus
    /// The operation, the thing, what was expected and what came.
    public let message: String
    /// The error underneath, if there was one.
    public let cause: (any Error)?

    /// Creates a failure.
    public init(_ status: ExitStatus, _ message: String, cause: (any Error)? = nil) {
        self.status = status
        self.message = message
        self.cause = cause
    }

    /// The message, with the cause behind it.
    public var description: String {
        cause.map { "\(message): \($0)" } ?? message
    }
}
