package import Learning
package import WireProtocol

internal import enum Schemas.FailureCode

/// What the orchestrator has sent and the work loop has not yet taken: leases, and the parameters they start from.
///
/// The connection's reader fills it, the work loop empties it. It is bounded by what the orchestrator leases, at most
/// two steps, of which all but the newest are dropped as soon as later parameters are there.
package actor WorkBoard {
    /// One lease with the parameters of its step.
    package struct Work: Sendable {
        package let lease: LeaseGrant
        package let parameters: ReceivedParameters.Snapshot
    }

    /// A lease that the work loop has computed and not pushed in every bucket.
    package struct Pending: Sendable {
        package let lease: UInt64
        package let step: UInt64
        /// The first bucket that isn't pushed.
        package let bucket: Int

        package init(lease: UInt64, step: UInt64, bucket: Int) {
            self.lease = lease
            self.step = step
            self.bucket = bucket
        }
    }

    /// What the work loop is to do.
    package enum Next: Sendable {
        /// Push what is pending of these leases, of each in the buckets below its number.
        case push([UInt64: Int])
        /// Compute a lease.
        case compute(Work)
    }

    /// What a revocation found.
    package enum Revoked: Sendable {
        /// Nobody had begun with the lease.
        case notBegun(LeaseGrant)
        /// The work loop is at it, and drops it when the micro-batch under way is done.
        case underWay
        /// It is computed, or of a step gone by.
        case tooLate
    }

    /// The most leases that an orchestrator may have outstanding with one trainer.
    package static let maximumLeases = 4096

    /// Those that nobody has begun.
    private var leases: [LeaseGrant] = []
    /// The one that the work loop is at, until it takes the next.
    private var underWay: UInt64?
    private var parameters: ReceivedParameters
    /// By the lease, its step and the bucket below which its nodes may be pushed; of steps not gone by.
    private var credits: [UInt64: (step: UInt64, buckets: Int)] = [:]
    private var isClosed = false
    private var waiter: CheckedContinuation<Void, Never>?

    package init(buckets: BucketLayout) {
        parameters = ReceivedParameters(buckets: buckets)
    }

    /// Notes a lease.
    ///
    /// Throws where there are more than `maximumLeases` outstanding, begun or not.
    package func add(_ lease: LeaseGrant) throws(ProtocolFailure) {
        if credits.count >= Self.maximumLeases { forgetFormerSteps() }
        guard leases.count < Self.maximumLeases, credits.count < Self.maximumLeases else {
            throw ProtocolFailure(
                .overloaded, "lease \(lease.id): expected at most \(Self.maximumLeases) leases outstanding")
        }
        leases.append(lease)
        if lease.phase == .training { credits[lease.id] = (lease.step, 0) }
        wake()
    }

    /// Notes how far nodes of leases may be pushed; it never becomes less.
    ///
    /// A lease that is over, or unknown, needs none.
    package func addCredit(to leases: [UInt64], buckets: Int) {
        for lease in leases {
            guard let credit = credits[lease] else { continue }
            credits[lease] = (credit.step, max(credit.buckets, buckets))
        }
        wake()
    }

    /// Drops a lease, unless it is computed already.
    package func revoke(_ lease: UInt64) -> Revoked {
        if underWay == lease {
            underWay = nil
            return .underWay
        }
        guard let position = leases.firstIndex(where: { $0.id == lease }) else { return .tooLate }
        credits[lease] = nil
        return .notBegun(leases.remove(at: position))
    }

    /// Notes one bucket of parameters; see `ReceivedParameters`.
    package func receive(step: UInt64, bucket: Int, values: WireValues<Float>) throws(ProtocolFailure) {
        try parameters.receive(step: step, bucket: bucket, values: values)
        wake()
    }

    /// No more will come: `next()` returns nil from now on.
    package func close() {
        isClosed = true
        wake()
    }

    /// Whether what the work loop is at is still worth computing: its step is under way, and nobody has revoked it.
    package func isWanted(_ lease: LeaseGrant) -> Bool {
        !isClosed && underWay == lease.id && parameters.complete?.step == lease.step
    }

    /// What can be done, once something can: pushing what is pending as far as there is credit for it, or else the oldest
    /// lease whose step has its parameters; nil when the board is closed.
    ///
    /// A lease is computed also while others wait for credit: the bucket that they wait for may need it.
    ///
    /// Only one caller may wait at a time: the work loop.
    package func next(pending: [Pending] = []) async -> Next? {
        underWay = nil
        while !isClosed {
            if let snapshot = parameters.complete {
                forgetFormerSteps()
                let payable = payable(pending, of: snapshot.step)
                if !payable.isEmpty { return .push(payable) }
                if let position = leases.firstIndex(where: { $0.step == snapshot.step }) {
                    let lease = leases.remove(at: position)
                    underWay = lease.id
                    return .compute(Work(lease: lease, parameters: snapshot))
                }
            }
            await withCheckedContinuation { waiter = $0 }
        }
        return nil
    }

    /// The leases of which something may be pushed, each with the bucket below which it may.
    private func payable(_ pending: [Pending], of step: UInt64) -> [UInt64: Int] {
        pending.reduce(into: [:]) { payable, lease in
            guard lease.step == step, let credit = credits[lease.lease], credit.buckets > lease.bucket else { return }
            payable[lease.lease] = credit.buckets
        }
    }

    private func forgetFormerSteps() {
        guard let step = parameters.complete?.step else { return }
        leases.removeAll { $0.step < step }
        credits = credits.filter { $0.value.step >= step }
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }
}
