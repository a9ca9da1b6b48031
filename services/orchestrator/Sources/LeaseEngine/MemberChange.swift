/// A member does something else from now, and why.
public struct MemberChange: Hashable, Sendable, CustomStringConvertible {
    /// Why.
    public enum Reason: Hashable, Sendable {
        /// Nothing was heard of it for longer than the silence limit.
        case nothingHeard(for: Duration)
        /// It let the deadline of a lease pass.
        case deadlinePassed(lease: UInt64, Duration)
        /// It is heard of again.
        case heardAgain(after: Duration)
        /// It pushed something after a deadline had passed, or is to be tried again.
        case punctualAgain
    }

    /// Who.
    public let trainer: TrainerID
    /// What it is called.
    public let name: String
    /// What it does from now.
    public let activity: MemberActivity
    /// Why.
    public let reason: Reason

    /// Fit for a log.
    public var description: String {
        let seconds = { (duration: Duration) in "\(Int((duration.inSeconds * 1000).rounded())) ms" }
        return switch reason {
        case .nothingHeard(let duration): "\(name) is silent: nothing heard for \(seconds(duration))"
        case .deadlinePassed(let lease, let deadline):
            "\(name) is late: lease \(lease) has taken longer than \(seconds(deadline))"
        case .heardAgain(let duration): "\(name) is heard of again after \(seconds(duration))"
        case .punctualAgain: "\(name) gets leases again"
        }
    }
}
