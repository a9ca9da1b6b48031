/// How many frames somebody may send: some at once, and then so many a second.
public struct FrameRate: Hashable, Sendable, CustomStringConvertible {
    /// Frames at once, 1 or more, where none came for long.
    public let burst: Int
    /// Frames a second, 1 or more, for as long as they come.
    public let perSecond: Int

    /// Creates a rate.
    public init(burst: Int, perSecond: Int) {
        precondition(
            burst > 0 && perSecond > 0, "FrameRate: \(burst) frames and \(perSecond) a second let nothing through")
        self.burst = burst
        self.perSecond = perSecond
    }

    /// For messages.
    public var description: String { "\(burst) frames at once and \(perSecond) a second" }
}
