import Testing

/// Of what `make e2e-chaos` does to runs, one case for each service.
@Suite struct PlacedFailureTests {
    @Test func `a trainer that dies in the middle of its push leaves no trace in the model`() async throws {
        try await Chaos.trainerDies("middle")
    }

    @Test func `an orchestrator that dies in the middle of a checkpoint goes on from the one before`() async throws {
        try await Chaos.orchestratorDies(Chaos.OrchestratorDeath.all[2])
    }

    @Test func `compute that dies in the middle of an answer and comes back costs no trainer its membership`()
        async throws
    {
        try await Chaos.computeDies("middle")
    }

    @Test func `a trainer that is cut off in the run's last step comes back to be told that it is over`() async throws {
        let last = TestJob.stepsPerEpoch - 1
        let run = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 2)
        try await run.startTrainer(faults: Chaos.pace(20))
        let trainer = try await run.startTrainer(
            faults: "\(Chaos.pace(20)); trainer.push.middle step=\(last) action=cut")
        let summary = try await run.summary()
        #expect(summary.steps == TestJob.stepsPerEpoch)
        #expect(run.orchestrator.log.contains { $0.contains("trainer left") && $0.contains("trainer-2") })
        // Not after its patience of a minute, with 69.
        #expect(try await trainer.exitStatus() == 0)
        #expect(trainer.log.contains { $0.contains("session ended") })
    }

    @Test func `a failure that makes no sense ends the service with 64, and says what does`() async throws {
        let process = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", "."],
            environment: ["PANGEA_FAULTS": "compute.fetch action=kill"])
        #expect(try await process.exitStatus() == 64)
        #expect(process.log.contains { $0.contains("PANGEA_FAULTS") && $0.contains("compute.fetch.before") })
    }
}
