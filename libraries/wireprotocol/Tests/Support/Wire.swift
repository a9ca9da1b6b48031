import CapnProto
import Logging
import Schemas
import Transport
import WireProtocol

/// Two ends of a connection inside one process, and who talks over it.
enum Wire {
    static let trainer = PeerIdentity(
        role: .trainer, name: "trainer-1",
        capabilities: MachineCapabilities(
            cores: 4, memoryBytes: 1 << 34, processor: "a processor", blasKernel: "Haswell"))
    static let orchestrator = identity(.orchestrator, "orchestrator")
    static let compute = identity(.compute, "compute")

    static func identity(_ role: Role, _ name: String) -> PeerIdentity {
        PeerIdentity(
            role: role, name: name,
            capabilities: MachineCapabilities(cores: 0, memoryBytes: 0, processor: "", blasKernel: ""))
    }

    /// Runs `body` with the dialling and the accepted end, and ends both; who dials is a stranger unless it is a member at
    /// once.
    static func pair(
        _ options: ConnectionOptions = ConnectionOptions(), areMembers: Bool = true,
        _ body: @escaping @Sendable (_ dialled: Connection, _ accepted: Connection) async throws -> Void
    ) async throws {
        try await within {
            let listener = try await Listener.bind(
                to: try Address(host: "127.0.0.1", port: 0), options: options,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let (accepted, acceptance) = AsyncStream<Connection>.makeStream()
            async let serving: Void = listener.run { connection in
                if areMembers { connection.peerHasJoined() }
                acceptance.yield(connection)
                _ = await connection.closed()
            }
            let dialled = try await Dialer(options: options).connect(to: listener.address)
            defer {
                listener.stop()
                dialled.abort()
            }
            for await connection in accepted {
                defer { connection.abort() }
                try await body(dialled, connection)
                break
            }
            listener.stop()
            await serving
        }
    }

    /// Runs `body` with a trainer and the service that it has met.
    static func met(
        _ service: PeerIdentity = orchestrator,
        _ body: @escaping @Sendable (_ trainer: Conversation, _ service: Conversation) async throws -> Void
    ) async throws {
        try await pair { dialled, accepted in
            async let answering = Conversation.accept(
                on: accepted, as: service, from: [.trainer], heartbeat: .milliseconds(250))
            let asking = try await Conversation.open(on: dialled, as: trainer, with: service.role)
            try await body(asking, try await answering)
        }
    }
}
