/// A tool of the tests is missing or failed.
public struct ToolError: Error, CustomStringConvertible {
    /// What happened, in a sentence.
    public let message: String

    /// An error with a sentence.
    public init(message: String) {
        self.message = message
    }

    /// The sentence.
    public var description: String { message }
}
