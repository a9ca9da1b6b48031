import Datasets
import Foundation
import Learning
import Testing
import Transport
import WireProtocol

@Suite struct RestartTests {
    @Test func `a trainer that restarts itself keeps no socket of its former life`() async throws {
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0"])
        let dataset = try Dataset.open(SingleStepTests.data, root: Products.data, cores: 1)
        let model = NetworkDescription.multilayerPerceptron(inputs: 64, hidden: [], outputs: 10)
        let run = RunDescription(
            name: "restart", seed: 1, data: SingleStepTests.data, dataset: dataset.description, model: model,
            numerics: .standard, batch: 8, microBatch: 8, evaluationBatch: 30, bucketSizes: [650])
        let orchestrator = try await LoneOrchestrator(run)
        let trainer = try await ServiceProcess(
            "trainer", name: "trainer",
            [
                "--orchestrator", orchestrator.address, "--compute",
                try field("address", of: try await compute.line("serving")), "--health-port", "0",
            ], environment: ["OPENBLAS_NUM_THREADS": "2"])
        let listening = try await orchestrator.withMember(
            beforeRun: { try await trainer.line("health is served") },
            { member in
                let first = try await trainer.line("health is served")
                try await trainer.line("health is served", after: first)
                let sockets = try listeningSockets(of: trainer.processIdentifier)
                try await member.send(.finish(reason: "enough", succeeded: true))
                return sockets
            })
        #expect(listening == 1, "the one of its health")
        #expect(try await trainer.exitStatus() == 0)
        #expect(trainer.log.contains { $0.contains("restarting with the job's numerics") })
    }

    @Test func `an orchestrator that is to stay serves after the run, and again when started on the finished run`()
        async throws
    {
        let run = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 1, flags: ["--stay"])
        try await run.startTrainer()
        let first = try await stayed(in: run)
        try await run.resumeOrchestrator(flags: ["--stay"])
        let second = try await stayed(in: run)
        #expect(second == first)
        #expect(!run.orchestrator.log.contains { $0.contains("leased") }, "nothing is trained again")
    }

    @Test func `an orchestrator waits for a trainer that was lost just before the end, to tell it`() async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 2)
        let proxy = try FaultProxy(to: run.orchestratorAddress)
        let last = TestJob.stepsPerEpoch - 1
        let (first, second) = (
            try await run.startTrainer(faults: Chaos.stop(inStep: last)),
            try await run.startTrainer(orchestrator: proxy.address, faults: Chaos.stop(inStep: last))
        )
        for trainer in [first, second] { try await trainer.stopped() }
        proxy.cut()
        try await run.orchestrator.line("trainer left", "trainer=trainer-2")
        first.proceed()
        // The run is over before the one that was cut off knows that it was.
        #expect(try await first.exitStatus() == 0)
        second.proceed()
        #expect(try await second.exitStatus() == 0)
        #expect(run.orchestrator.log.count { $0.contains("trainer joined") } == 2, "it isn't a member again")
        #expect(try await run.summary().steps == TestJob.stepsPerEpoch)
    }

    /// What an orchestrator that stays printed; it is ready meanwhile, releases trainers that come, and ends when asked.
    private func stayed(in run: Deployment) async throws -> String {
        try await run.orchestrator.line("the run is over; staying")
        #expect(try await Health.ask("readyz", of: run.orchestrator).status == 200)
        let late = try await run.startTrainer()
        #expect(try await late.exitStatus() == 0)
        run.orchestrator.terminate()
        #expect(try await run.orchestrator.exitStatus() == 0)
        #expect(run.orchestrator.output.split(separator: "\n").count == 1)
        return run.orchestrator.output
    }
}

/// How many sockets a process listens on: its open files that the system has in the state LISTEN (proc(5)).
private func listeningSockets(of process: Int32) throws -> Int {
    // One read of this file gives a page of it; only a handle reads on to its end.
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/\(process)/net/tcp"))
    let connections = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    let listening = connections.split(separator: "\n").dropFirst().map { $0.split(separator: " ") }
        .filter { $0[3] == "0A" }.map { "socket:[\($0[9])]" }
    let folder = "/proc/\(process)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
        return target.map(listening.contains) ?? false
    }.count
}
