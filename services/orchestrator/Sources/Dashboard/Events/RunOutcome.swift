/// How a run ended.
package enum RunOutcome: String, Codable, Hashable, Sendable {
    /// All epochs are trained and evaluated.
    case finished
    /// It was asked to stop, and can be resumed.
    case stopped
    /// It can't go on.
    case failed
}
