import Testing

/// The promise, for numbers of trainers that divide no step evenly.
@Suite(.serialized) struct TrainerCountTests {
    /// What a step divides into, and what is done to its gradient.
    struct Job: Hashable, CustomTestStringConvertible {
        static let epochs = 2
        static let all = [(63, 9), (84, 7)].flatMap { batch, microBatch in
            [nil, 0.5].map { Job(batch: batch, microBatch: microBatch, clipNorm: $0) }
        }

        /// 7 micro-batches a step, and 6 in an epoch's last; or 12, and 2; the very last one is shorter.
        let batch: Int
        let microBatch: Int
        let clipNorm: Double?

        var testDescription: String {
            "steps of \(batch) by \(microBatch), \(clipNorm.map { "clipped at \($0)" } ?? "not clipped")"
        }

        var stepsPerEpoch: Int { (ChaosJob.samples + batch - 1) / batch }

        var microBatchesPerEpoch: Int {
            let (steps, rest) = ChaosJob.samples.quotientAndRemainder(dividingBy: batch)
            return steps * (batch / microBatch) + (rest + microBatch - 1) / microBatch
        }

        func run(trainers: Int) async throws -> Summary {
            let clipping = clipNorm.map { "\n  clipNorm: \($0)" } ?? ""
            let text = TestJob.digits(epochs: Self.epochs)
                .replacing("batch: 64", with: "batch: \(batch)")
                .replacing("microBatch: 8", with: "microBatch: \(microBatch)\(clipping)")
            return try await SameResultTests.run(trainers: trainers, job: text)
        }
    }

    /// The digests with one trainer.
    private static let references = Job.all.reduce(into: [:]) { references, job in
        references[job] = Task { try await job.run(trainers: 1).sha256 }
    }

    @Test(arguments: Job.all, [2, 3, 5, 8])
    func `any number of trainers makes the model of one`(job: Job, trainers: Int) async throws {
        let summary = try await job.run(trainers: trainers)
        #expect(summary.sha256 == (try await Self.references[job]?.value))
        #expect(summary.trainers == trainers)
        #expect(summary.steps == Job.epochs * job.stepsPerEpoch)
        let counted = summary.shares.map(\.microBatches).reduce(0, +)
        #expect(counted == Job.epochs * job.microBatchesPerEpoch)
    }

    @Test func `each job has a model of its own`() async throws {
        var digests: Set<String> = []
        for reference in Self.references.values { digests.insert(try await reference.value) }
        #expect(digests.count == Job.all.count)
    }
}
