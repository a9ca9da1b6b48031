package import NIOCore

/// Whether a peer takes what is queued for it, as it shows from time to time.
package struct Outflow {
    private var framesOut: UInt64 = 0
    private var queued = 0
    private var lastTaken: NIODeadline?

    package init() {}

    /// For how long the peer has taken nothing of what is queued for it.
    ///
    /// `framesOut` counts the frames that it took as a whole, `queued` the bytes that it hasn't taken yet: of a large frame
    /// these become fewer.
    package mutating func look(framesOut: UInt64, queued: Int, at now: NIODeadline) -> TimeAmount {
        defer { (self.framesOut, self.queued) = (framesOut, queued) }
        guard queued > 0, framesOut == self.framesOut, queued >= self.queued, let lastTaken else {
            lastTaken = now
            return .zero
        }
        return now - lastTaken
    }
}
