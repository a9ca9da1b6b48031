import Foundation
import Testing

/// A run of a thousand steps whose orchestrator's memory is sampled in each of them.
enum MemoryRun {
    private static let parameters = 64 * 1536 + 1536 + 1536 * 1536 + 1536 + 1536 * 10 + 10
    private static let modelBytes = 4 * parameters
    private static let trainers = 2
    /// What a process has that holds no model: measured 4 MB.
    ///
    /// A third copy of the model would be more than twice that.
    private static let processBytes = 4_000_000
    /// Moments of AdamW, the parameters and one step's sums; clipping needs no more.
    private static let bound = processBytes + (2 + 2) * modelBytes + trainers * 8_000_000
    /// What a checkpoint holds, once more while one is written.
    private static let checkpointBytes = 3 * modelBytes

    /// What there was of memory when a step was leased.
    private struct Sample {
        let bytes: Int
        /// Whether a checkpoint was being written, as far as the log told by then.
        let isWriting: Bool
    }

    static func check(clipNorm: Double?) async throws {
        let all = try await sample(job(clipNorm: clipNorm))
        let samples = all.map(\.bytes)
        let half = samples.count / 2
        let (early, late) = (median(samples[half / 2..<half]), median(samples[half...]))
        let above = all.filter { $0.bytes > bound && !$0.isWriting }.count
        print(
            """
            orchestrator memory\(clipNorm.map { ", clipped at \($0)" } ?? ""), bytes: median \(median(samples)), \
            bound \(bound); greatest \(samples.max() ?? 0), bound \(bound + checkpointBytes) while a checkpoint is \
            written, as in \(all.filter(\.isWriting).count) of \(samples.count) steps; above the first in \(above) others
            median of the second quarter \(early), of the second half \(late); every 50 steps: \
            \(stride(from: 0, to: samples.count, by: 50).map { samples[$0] })
            """)
        #expect(samples.count >= 1000)
        #expect(median(samples) <= bound)
        #expect(samples.allSatisfy { $0 <= bound + checkpointBytes })
        // What the log tells comes a little later.
        #expect(20 * above <= samples.count, "only while a checkpoint is written")
        // The heap grows by a bucket's frame now and then, when more of them are on their way at once than ever before.
        #expect(late <= early + 3 * 4 * 262_144 + 500_000)
    }

    /// Memory of the orchestrator in each step but the first twenty.
    private static func sample(_ job: String) async throws -> [Sample] {
        let deployment = try await Deployment(job: job, minimumTrainers: trainers)
        for _ in 0..<trainers { try await deployment.startTrainer() }
        var samples: [Sample] = []
        var (line, checkpoint): (String?, String?)
        for step in 20..<1080 {
            line = try await deployment.orchestrator.line("leased", "round=\"step \(step)\"", after: line)
            let bytes = try ResidentMemory.bytes(of: deployment.orchestrator)
            let latest = deployment.orchestrator.log.last {
                $0.contains("writing a checkpoint") || $0.contains("checkpoint written")
            }
            let isWriting = latest != checkpoint || latest?.contains("writing") == true
            checkpoint = latest
            samples.append(Sample(bytes: bytes, isWriting: isWriting))
        }
        #expect(try await deployment.summary().steps == 1080)
        return samples
    }

    private static func job(clipNorm: Double?) -> String {
        TestJob.digits(epochs: 12, extra: "checkpoint: {everySteps: 200}")
            .replacing("hidden: [32]", with: "hidden: [1536, 1536]").replacing("batch: 64", with: "batch: 16")
            .replacing("sgd:\n      momentum: 0.9", with: "adamW:\n      beta1: 0.9")
            .replacing("rate: 0.05", with: "rate: 0.0001")
            .replacing("bucketParameters: 1024", with: "bucketParameters: 262144")
            .replacing("epochs: 12", with: clipNorm.map { "epochs: 12\n  clipNorm: \($0)" } ?? "epochs: 12")
    }

    private static func median(_ numbers: some Collection<Int>) -> Int {
        numbers.sorted()[numbers.count / 2]
    }
}
