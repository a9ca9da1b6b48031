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

    @Test func `a failure that makes no sense ends the service with 64, and says what does`() async throws {
        let process = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", "."],
            environment: ["PANGEA_FAULTS": "compute.fetch action=kill"])
        #expect(try await process.exitStatus() == 64)
        #expect(process.log.contains { $0.contains("PANGEA_FAULTS") && $0.contains("compute.fetch.before") })
    }
}
