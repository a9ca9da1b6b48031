import Foundation
import Safetensors
import Testing

@Suite struct DistributedFlowTests {
    @Test func `two trainers ingest, synchronise and update the parameters until the model is good`() async throws {
        let deployment = try await Deployment(
            job: TestJob.digits(epochs: 10, extra: "target: {accuracy: 0.9}"), minimumTrainers: 2)
        // So that one that is kept waiting for a moment still has something to do.
        for _ in 0..<2 { try await deployment.startTrainer(faults: Chaos.pace(2)) }
        let summary = try await deployment.summary()
        #expect(summary.accuracy >= 0.9)
        #expect(summary.steps == 10 * TestJob.stepsPerEpoch)
        #expect(summary.trainers == 2)
        #expect(summary.shares.allSatisfy { $0.microBatches > 0 })

        // The loss falls from epoch to epoch, at least in the beginning.
        let losses = try deployment.orchestrator.log.filter { $0.contains("epoch complete") }
            .map { try #require(Double(field("trainingLoss", of: $0))) }
        #expect(losses.count == 10)
        #expect(losses[1] < losses[0] && losses[2] < losses[1])
        #expect(losses[0] < 2.3, "better than guessing among ten classes, whose loss is ln 10")

        // Every trainer restarted itself with pinned numerics, and joined with the same lineage.
        let lineages = try deployment.trainers.map { trainer in
            try field("lineage", of: try #require(trainer.log.first { $0.contains("joined the run") }))
        }
        #expect(Set(lineages).count == 1)

        let written = try String(contentsOfFile: "\(deployment.folder.path)/summary.json", encoding: .utf8)
        #expect(written == deployment.orchestrator.output)
        let model = try SafetensorsFile(Array(deployment.model()))
        #expect(model.entries.map(\.name) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"])
        #expect(model.entries.map(\.shape) == [[32, 64], [32], [10, 32], [10]])
    }

    @Test func `a model below the job's target ends the run with its own status`() async throws {
        let deployment = try await Deployment(
            job: TestJob.digits(epochs: 1, extra: "target: {accuracy: 1}"), minimumTrainers: 1)
        try await deployment.startTrainer()
        #expect(try await deployment.orchestrator.exitStatus() == 4)
        #expect(deployment.orchestrator.output.contains("\"sha256\""))
    }

    @Test func `a run whose numbers blow up ends as diverged`() async throws {
        let job = TestJob.digits(epochs: 3).replacing("rate: 0.05", with: "rate: 1e30")
        let deployment = try await Deployment(job: job, minimumTrainers: 1)
        let trainer = try await deployment.startTrainer()
        #expect(try await deployment.orchestrator.exitStatus() == 3)
        #expect(deployment.orchestrator.log.contains { $0.contains("diverged") })
        #expect(try await trainer.exitStatus() == 76)
    }
}
