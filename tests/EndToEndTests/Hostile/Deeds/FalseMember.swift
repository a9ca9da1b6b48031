import Admission
import Digests
import Learning
import Reduction
import Testing
import Transport
import WireProtocol

import enum Schemas.Role

/// Somebody who has the join token, speaks the protocol as a trainer does, and then does something else.
struct FalseMember: Sendable {
    let name: String
    private let dialer: Dialer
    private let identity: PeerIdentity

    /// Of a run with this token, none where it is empty; what it has been sent and hasn't taken fills its connection
    /// beyond `inboundQueueBytes`.
    init(_ name: String, token: String, inboundQueueBytes: Int = 64 << 20) throws {
        self.name = name
        var limits = TransportLimits()
        limits.inboundQueueBytes = inboundQueueBytes
        // It waits for whoever reads it slowly.
        limits.outboundQueueBytes = 256 << 10
        let admission = token.isEmpty ? nil : AdmissionTerms(token: try JoinToken(token))
        dialer = Dialer(options: try HeartbeatTerms.options(limits: limits, admission: admission))
        identity = PeerIdentity(
            role: .trainer, name: name,
            capabilities: MachineCapabilities(cores: 1, memoryBytes: 0, processor: "", blasKernel: ""))
    }

    /// Meets the service at an address, and has `body` speak with it.
    func meet<Result: Sendable>(
        _ role: Role, at address: String, _ body: (Conversation) async throws -> Result
    ) async throws -> Result {
        try await dialer.withConnection(to: try Address(parsing: address)) { connection in
            try await body(try await Conversation.open(on: connection, as: identity, with: role))
        }
    }

    /// The run, as whoever meets the orchestrator is told it.
    func run(at address: String) async throws -> RunDescription {
        try await meet(.orchestrator, at: address) { try await Self.run(from: $0) }
    }

    private static func run(from conversation: Conversation) async throws -> RunDescription {
        guard case .run(let run) = try await conversation.receive()?.payload else { throw Unexpected() }
        return run
    }

    /// What a member knows of its run.
    struct Place: Sendable {
        let conversation: Conversation
        let run: RunDescription
        let lineage: Digest

        /// The next lease, of a step's micro-batches.
        func lease() async throws -> LeaseGrant {
            while let message = try await conversation.receive() {
                if case .lease(let lease) = message.payload, lease.phase == .training { return lease }
            }
            throw TransportError.closed(peer: conversation.connection.peer)
        }

        /// Receives until the orchestrator has ended the conversation.
        func awaitEnd() async {
            while (try? await conversation.receive()) != nil {}
        }

        /// Sends a message as often as it can for a while, and reads what is said to that.
        func flood(_ message: Payload, for duration: Duration = .seconds(4)) async throws {
            let end = ContinuousClock.now + duration
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { while try await conversation.receive() != nil {} }
                while ContinuousClock.now < end { try await conversation.send(message) }
                group.cancelAll()
            }
        }

        /// What would be pushed for a lease, of this lineage or another, in the first bucket, with so many zeros.
        func push(_ lease: LeaseGrant, lineage: Digest? = nil, step: UInt64? = nil, numbers: Int? = nil) -> Payload {
            let node = NodePush(
                lineage: lineage ?? self.lineage, lease: lease.id, step: step ?? lease.step, leaves: lease.leaves,
                statistics: .zero)
            let count = numbers ?? run.bucketSizes[0]
            return .gradientUpdate(node, bucket: 0, gradient: WireValues(TensorMemory(byteCount: count * 4)))
        }
    }

    /// Joins a run, and has `body` do what it wants there.
    func join<Result: Sendable>(
        at address: String, _ body: (Place) async throws -> Result
    ) async throws -> Result {
        try await meet(.orchestrator, at: address) { conversation in
            let run = try await Self.run(from: conversation)
            let probe = try Probe.digest(of: try Model(run.model), microBatch: run.microBatch)
            try await conversation.send(.join(probe: probe))
            guard case .joined(let lineage) = try await conversation.receive()?.payload else { throw Unexpected() }
            return try await body(Place(conversation: conversation, run: run, lineage: lineage))
        }
    }

    /// A service didn't say what comes next.
    struct Unexpected: Error {}
}
