import Foundation
import Testing

/// What the orchestrator holds, over a thousand steps.
@Suite(.serialized) struct MemoryTests {
    private static let hidden = [1536, 1536]
    private static let parameters = 64 * 1536 + 1536 + 1536 * 1536 + 1536 + 1536 * 10 + 10
    private static let trainers = 2
    /// What a process has that holds no model: measured 4 MB.
    private static let process = 8_000_000

    /// Memory of a process that no file is behind.
    private static func residentBytes(of process: ServiceProcess) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let kilobytes = try #require(status.firstMatch(of: /RssAnon:\s+(\d+) kB/)).1
        return try #require(Int(kilobytes)) * 1024
    }

    private static func median(_ numbers: some Collection<Int>) -> Int {
        numbers.sorted()[numbers.count / 2]
    }

    @Test func `memory is optimiser state, two copies of the model and eight megabytes a trainer, and stays so`()
        async throws
    {
        let job = TestJob.digits(epochs: 12, extra: "checkpoint: {everySteps: 200}")
            .replacing("hidden: [32]", with: "hidden: \(Self.hidden)").replacing("batch: 64", with: "batch: 16")
            .replacing("sgd:\n      momentum: 0.9", with: "adamW:\n      beta1: 0.9")
            .replacing("rate: 0.05", with: "rate: 0.0001")
            .replacing("bucketParameters: 1024", with: "bucketParameters: 262144")
        let deployment = try await Deployment(job: job, minimumTrainers: Self.trainers)
        for _ in 0..<Self.trainers { try await deployment.startTrainer() }
        var samples: [Int] = []
        for step in stride(from: 20, through: 1060, by: 20) {
            try await deployment.orchestrator.line("leased", "round=\"step \(step)\"")
            samples.append(try Self.residentBytes(of: deployment.orchestrator))
        }
        #expect(try await deployment.summary().steps == 1080)
        let model = 4 * Self.parameters
        let bound = Self.process + 2 * model + 2 * model + Self.trainers * 8_000_000
        print("orchestrator memory, bytes: bound \(bound), \(3 * model) more while a checkpoint is written")
        print("sampled every 20 steps: \(samples)")
        #expect(Self.median(samples) <= bound)
        #expect(samples.allSatisfy { $0 <= bound + 3 * model })
        let quarter = samples.count / 4
        let early = Self.median(samples[quarter..<2 * quarter])
        #expect(Self.median(samples.suffix(quarter)) <= early + 2_000_000)
    }
}
