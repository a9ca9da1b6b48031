import Digests
import Logging
import Transport
import WireProtocol

import enum Schemas.FailureCode
import enum Schemas.Role

/// Stands in the orchestrator's place for one trainer, to look at what a trainer does.
struct LoneOrchestrator {
    static let lineage = Digest.of("a run by hand")
    static let identity = PeerIdentity(
        role: .orchestrator, name: "by hand",
        capabilities: MachineCapabilities(cores: 1, memoryBytes: 0, processor: "", blasKernel: ""))

    let run: RunDescription
    private let listener: Listener

    var address: String { "\(listener.address)" }

    init(_ run: RunDescription) async throws {
        self.run = run
        listener = try await Listener.bind(
            to: Address(host: "127.0.0.1", port: 0), options: try HeartbeatTerms.options(),
            logger: Logger(label: "by hand") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Takes up the trainer that comes, again after it restarted itself, and has `body` speak with it as a member.
    ///
    /// `beforeRun` is awaited before the trainer is told the run.
    func withMember<Result: Sendable>(
        beforeRun: @escaping @Sendable () async throws -> Void = {},
        _ body: @escaping @Sendable (Conversation) async throws -> Result
    ) async throws -> Result {
        let (results, continuation) = AsyncThrowingStream<Result, any Error>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await listener.run { connection in
                    let conversation = try await Conversation.accept(
                        on: connection, as: Self.identity, from: [.trainer], heartbeat: .milliseconds(500))
                    try await beforeRun()
                    try await conversation.send(.run(run))
                    guard let message = try await conversation.receive() else { return }
                    guard case .join = message.payload else {
                        return continuation.finish(throwing: ProtocolFailure(.unexpected, message.payload.name))
                    }
                    conversation.connection.peerHasJoined()
                    try await conversation.send(.joined(lineage: Self.lineage))
                    do {
                        continuation.yield(try await body(conversation))
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
            }
            group.addTask {
                try await Task.sleep(for: ServiceProcess.deadline)
                continuation.finish(throwing: ProtocolFailure(.internal, "no trainer did its work in time"))
            }
            defer {
                listener.stop()
                group.cancelAll()
            }
            for try await result in results { return result }
            throw CancellationError()
        }
    }
}
