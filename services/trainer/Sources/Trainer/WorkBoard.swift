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

    /// What the work loop has computed and not pushed, as far as the board has to know it.
    package struct Pending: Sendable {
        package let step: UInt64
        /// The first bucket of which something isn't pushed.
        package let bucket: Int

        package init(step: UInt64, bucket: Int) {
            self.step = step
            self.bucket = bucket
        }
    }

    /// What the work loop is to do.
    package enum Next: Sendable {
        /// Push what is pending in the buckets below this one.
        case push(below: Int)
        /// Compute a lease.
        case compute(Work)
    }

    /// The most leases that an orchestrator may have outstanding with one trainer.
    package static let maximumLeases = 4096

    private var leases: [LeaseGrant] = []
    private var parameters: ReceivedParameters
    /// By the step, the buckets below which nodes may be pushed.
    private var credits: [UInt64: Int] = [:]
    private var isClosed = false
    private var waiter: CheckedContinuation<Void, Never>?

    package init(buckets: BucketLayout) {
        parameters = ReceivedParameters(buckets: buckets)
    }

    /// Notes a lease.
    ///
    /// Throws where there are more than `maximumLeases` outstanding.
    package func add(_ lease: LeaseGrant) throws(ProtocolFailure) {
        guard leases.count < Self.maximumLeases else {
            throw ProtocolFailure(
                .overloaded, "lease \(lease.id): expected at most \(Self.maximumLeases) leases outstanding")
        }
        leases.append(lease)
        wake()
    }

    /// Notes how far nodes of a step may be pushed; it never becomes less.
    ///
    /// Throws where that comes for more steps than there can be leases.
    package func addCredit(of step: UInt64, buckets: Int) throws(ProtocolFailure) {
        if let complete = parameters.complete, step < complete.step { return }
        guard credits.count < Self.maximumLeases else {
            throw ProtocolFailure(.overloaded, "credit: expected at most \(Self.maximumLeases) steps")
        }
        credits[step] = max(credits[step] ?? 0, buckets)
        wake()
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

    /// Whether a lease for `step` is still worth computing.
    package func isCurrent(_ step: UInt64) -> Bool {
        !isClosed && (parameters.complete.map { $0.step == step } ?? false)
    }

    /// What can be done, once something can: pushing what is pending as far as there is credit for it, or else the oldest
    /// lease whose step has its parameters; nil when the board is closed.
    ///
    /// A lease is computed also while others wait for credit: the bucket that they wait for may need it.
    ///
    /// Only one caller may wait at a time: the work loop.
    package func next(pending: Pending? = nil) async -> Next? {
        while !isClosed {
            if let snapshot = parameters.complete {
                leases.removeAll { $0.step < snapshot.step }
                while let step = credits.keys.min(), step < snapshot.step { credits[step] = nil }
                if let pending, pending.step == snapshot.step, let credit = credits[pending.step],
                    credit > pending.bucket
                {
                    return .push(below: credit)
                }
                if let position = leases.firstIndex(where: { $0.step == snapshot.step }) {
                    return .compute(Work(lease: leases.remove(at: position), parameters: snapshot))
                }
            }
            await withCheckedContinuation { waiter = $0 }
        }
        return nil
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }
}
