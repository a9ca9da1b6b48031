import ArgumentParser
import Hosting
import Testing
import Trainer
import Transport
import WireProtocol

@Suite struct TrainerServiceTests {
    private func service(patience: Duration, orchestrator: Address) throws -> TrainerService {
        let readiness = Readiness(conditions: [TrainerService.membership: "not a member of a run yet"])
        return TrainerService(
            session: TrainerSession(
                identity: Stage.identity(.trainer), orchestrator: orchestrator, compute: [orchestrator],
                patience: patience, options: try HeartbeatTerms.options(), readiness: readiness, logger: Stage.logger),
            patience: patience, readiness: readiness, logger: Stage.logger)
    }

    @Test func `a trainer that finds no run gives up after its patience`() async throws {
        let service = try service(patience: .milliseconds(200), orchestrator: Address(host: "127.0.0.1", port: 1))
        let failure = await #expect(throws: ServiceFailure.self) { try await service.run() }
        #expect(failure?.status == .unavailable)
        #expect(failure?.description.contains("127.0.0.1:1") == true)
    }

    @Test func `a refusal that trying again can't help ends the trainer`() async throws {
        let listener = try await Listener.bind(
            to: Address(host: "127.0.0.1", port: 0), options: try HeartbeatTerms.options(), logger: Stage.logger)
        let failure = try await withThrowingTaskGroup(of: ServiceFailure?.self) { group in
            group.addTask {
                await listener.run { connection in
                    let trainer = try await Conversation.accept(
                        on: connection, as: Stage.identity(.orchestrator), from: [.trainer],
                        heartbeat: .milliseconds(500))
                    try await trainer.send(.failure(ProtocolFailure(.probeMismatch, "not with us")))
                }
                return nil
            }
            let service = try service(patience: .seconds(60), orchestrator: listener.address)
            let failure = await #expect(throws: ServiceFailure.self) { try await service.run() }
            listener.stop()
            try await group.waitForAll()
            return failure
        }
        #expect(failure?.status == .refused)
        #expect(failure?.description.contains("not with us") == true)
    }

    @Test(arguments: [
        ["--orchestrator", "nowhere", "--compute", "a:1"], ["--orchestrator", "a:1", "--compute", "b:99999"],
        ["--orchestrator", "a:1"], ["--orchestrator", "a:1", "--compute", "b:1,"],
        ["--orchestrator", "a:1", "--compute", "b:1,b:1"],
        ["--orchestrator", "a:1", "--compute", "b:1", "--patience", "0"],
        ["--orchestrator", "a:1", "--compute", "b:1", "--health-port", "-5"],
    ])
    func `arguments that make no sense are refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try TrainerCommand.parse(arguments) }
    }
}
