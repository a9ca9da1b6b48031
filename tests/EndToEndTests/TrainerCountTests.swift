import Testing

/// The promise, for numbers of trainers that divide no step evenly.
@Suite(.serialized) struct TrainerCountTests {
    /// What a step divides into, and what is done to its gradient.
    struct Job: Hashable, CustomTestStringConvertible {
        static let epochs = 2
        static let all = [7, 12].flatMap { count in [nil, 0.5].map { Job(microBatches: count, clipNorm: $0) } }

        /// 7 of 9 samples, or 12 of 5: the last of an epoch's 23 steps is short, and its last micro-batch once more.
        let microBatches: Int
        let clipNorm: Double?

        var testDescription: String {
            "\(microBatches) micro-batches a step, \(clipNorm.map { "clipped at \($0)" } ?? "not clipped")"
        }

        /// Micro-batches of an epoch: 22 full steps, then 51 samples by 9 or 57 by 5.
        var microBatchesPerEpoch: Int { 22 * microBatches + (microBatches == 7 ? 6 : 12) }

        func run(trainers: Int) async throws -> Summary {
            let (batch, microBatch) = microBatches == 7 ? (63, 9) : (60, 5)
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
        #expect(summary.steps == Job.epochs * TestJob.stepsPerEpoch)
        let counted = summary.shares.map(\.microBatches).reduce(0, +)
        #expect(counted == Job.epochs * job.microBatchesPerEpoch)
    }

    @Test func `each job has a model of its own`() async throws {
        var digests: Set<String> = []
        for reference in Self.references.values { digests.insert(try await reference.value) }
        #expect(digests.count == Job.all.count)
    }
}
