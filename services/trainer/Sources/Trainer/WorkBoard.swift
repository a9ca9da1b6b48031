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

    /// The most leases that an orchestrator may have outstanding with one trainer.
    package static let maximumLeases = 4096

    private var leases: [LeaseGrant] = []
    private var parameters: ReceivedParameters
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

    /// The oldest lease whose step has its parameters, once there is one; nil when the board is closed.
    ///
    /// Only one caller may wait at a time: the work loop.
    package func next() async -> Work? {
        while !isClosed {
            if let snapshot = parameters.complete {
                leases.removeAll { $0.step < snapshot.step }
                if let position = leases.firstIndex(where: { $0.step == snapshot.step }) {
                    return Work(lease: leases.remove(at: position), parameters: snapshot)
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
