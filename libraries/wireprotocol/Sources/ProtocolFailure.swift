public import Schemas

/// A peer broke the conversation's rules, or said that we did.
///
/// It travels as a `Failure` message; `message` names the operation, the thing, what was expected and what came.
public struct ProtocolFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure this is.
    public let code: FailureCode
    /// In words fit for a log.
    public let message: String

    /// Creates a failure.
    public init(_ code: FailureCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(message) (\(code))" }
}
