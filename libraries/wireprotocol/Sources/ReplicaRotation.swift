public import Transport

internal import enum Schemas.FailureCode

/// Which of several replicas of compute to ask next, and when to give up.
///
/// A value without clock or network: time is counted from any fixed moment.
public struct ReplicaRotation: Sendable {
    /// What to do when a replica is of no use.
    public enum Decision: Sendable {
        /// Ask `replica`, at once.
        case goOn
        /// As `goOn`, but wait first: every replica has had its turn.
        case wait
        /// None can be had: all refuse, or the patience is over.
        case giveUp(any Error)
    }

    /// All of them, at least one, in the order in which they are asked.
    public let replicas: [Address]
    /// For how long in a row none may serve.
    public let patience: Duration
    private var position = 0
    /// When the last one was lost, or the first one was asked.
    private var since: Duration
    /// What the replicas said that refused since each was asked last.
    private var refusals: [Address: any Error] = [:]

    /// Begins with the first of `replicas`.
    public init(_ replicas: [Address], patience: Duration, at now: Duration) {
        precondition(!replicas.isEmpty, "ReplicaRotation: expected at least one replica")
        self.replicas = replicas
        self.patience = patience
        since = now
    }

    /// The one to ask now.
    public var replica: Address { replicas[position] }

    /// `replica` served, and was lost: it is the next one's turn.
    public mutating func lost(at now: Duration) -> Decision {
        since = now
        refusals.removeAll()
        return turn()
    }

    /// `replica` could not be reached, or refused.
    public mutating func failed(_ error: any Error, at now: Duration) -> Decision {
        refusals[replica] = Self.refusal(error)
        let refusal = replicas.compactMap { [refusals] in refusals[$0] }.first
        if let refusal, refusals.count == replicas.count { return .giveUp(refusal) }
        guard now - since < patience else { return .giveUp(refusal ?? error) }
        return turn()
    }

    private mutating func turn() -> Decision {
        position = (position + 1) % replicas.count
        return position == 0 ? .wait : .goOn
    }

    /// What a replica said that can't serve, nil where it may serve later.
    public static func refusal(_ error: any Error) -> (any Error)? {
        switch error {
        case let failure as ProtocolFailure where failure.code != .stopping && failure.code != .overloaded: failure
        case let failure as TransportError where failure.isRefusal: failure
        default: nil
        }
    }
}
