internal import LeaseEngine
internal import Logging
internal import Reduction
internal import Transport
internal import WireProtocol

internal import enum Schemas.FailureCode

/// The members of a run, and how they are told things: never waiting for one of them.
struct Roster {
    private var links: [TrainerID: MemberLink] = [:]
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// Members now.
    var count: Int { links.count }

    /// Takes up a member.
    mutating func add(_ link: MemberLink, as trainer: TrainerID) { links[trainer] = link }

    /// Lets a member go; nil where there was none.
    mutating func remove(_ trainer: TrainerID) -> MemberLink? { links.removeValue(forKey: trainer) }

    /// Tells a member that it is one no longer, and never will be; its session ends the conversation.
    mutating func expel(_ trainer: TrainerID, because reason: String) {
        guard let link = links.removeValue(forKey: trainer) else { return }
        link.parameters.close()
        attempt(link) { try $0.enqueue(.failure(ProtocolFailure(.expelled, reason))) }
    }

    /// Whether somebody is a member.
    func contains(_ trainer: TrainerID) -> Bool { links[trainer] != nil }

    /// Tells everyone, best effort: who can't be told is cut off.
    func tellAll(_ payload: Payload) {
        for (_, link) in links { attempt(link) { try $0.enqueue(payload) } }
    }

    /// Lets everyone have a bucket of a step's parameters, which was serialised once.
    func publish(_ frame: OutgoingFrame, step: UInt64) {
        for (_, link) in links { link.parameters.publish(frame, step: step) }
    }

    /// Tells members how far they may push.
    func send(_ raises: [CreditWindow.Raise]) {
        for raise in raises {
            guard let link = links[raise.trainer] else { continue }
            attempt(link) { try $0.enqueue(.credit(leases: raise.leases, buckets: raise.buckets)) }
        }
    }

    /// Hands out a lease.
    func send(_ grant: Grant) {
        guard let link = links[grant.trainer] else { return }
        logger.log(
            level: grant.reason.isReissue ? .info : .debug, "leased",
            metadata: [
                "lease": "\(grant.id)", "round": "\(grant.round)", "trainer": "\(link.name)",
                "microBatches": "[\(grant.leaves.first), \(grant.leaves.end))", "reason": "\(grant.reason)",
            ])
        attempt(link) { try $0.enqueue(.lease(LeaseGrant(grant))) }
    }

    /// Tells a member that it may drop a lease.
    func send(_ revocation: Revocation) {
        guard let link = links[revocation.trainer] else { return }
        logger.debug("revoked", metadata: ["trainer": "\(link.name)", "reason": "\(revocation)"])
        attempt(link) { try $0.enqueue(.revoke(lease: revocation.lease, reason: "\(revocation)")) }
    }

    private func attempt(_ link: MemberLink, _ body: (MemberLink) throws -> Void) {
        do {
            try body(link)
        } catch {
            logger.warning("can't send", metadata: ["trainer": "\(link.name)", "reason": "\(error)"])
        }
    }
}

extension LeaseGrant {
    /// A lease of the engine as it goes over the wire.
    fileprivate init(_ grant: Grant) {
        self.init(
            id: grant.id, phase: grant.round.phase == .training ? .training : .evaluation, step: grant.round.step,
            leaves: grant.leaves, deadline: grant.deadline)
    }
}
