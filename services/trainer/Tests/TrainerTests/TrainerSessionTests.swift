import Datasets
import Digests
import Learning
import Reduction
import Testing
import Trainer
import WireProtocol

import enum Schemas.FailureCode

@Suite struct TrainerSessionTests {
    static let bucketSizes = Stage.run.bucketSizes

    private static func parameters(_ seed: UInt64) throws -> FloatArena {
        try Model(Stage.run.model).initialParameters(seed: seed)
    }

    /// Receives all buckets of so many nodes, and puts each node's gradient together.
    private static func receive(
        nodes: Int, from trainer: Conversation
    ) async throws -> [(push: NodePush, gradient: [Float])] {
        var received: [(push: NodePush, gradient: [Float])] = []
        for bucket in bucketSizes.indices {
            for node in 0..<nodes {
                let (push, values) = try await receive(bucket: bucket, from: trainer)
                if bucket == 0 { received.append((push, [])) }
                #expect(received[node].push == push)
                received[node].gradient += values
            }
        }
        return received
    }

    /// Receives one node in this bucket.
    private static func receive(
        bucket expected: Int, from trainer: Conversation
    ) async throws -> (push: NodePush, gradient: [Float]) {
        guard case .gradientUpdate(let push, let bucket, let values) = try await trainer.receive()?.payload else {
            throw ProtocolFailure(.unexpected, "no gradient came")
        }
        #expect(bucket == expected && values.count == bucketSizes[bucket])
        let span = values.span
        return (push, span.indices.map { span[$0] })
    }

    private static func check(
        _ received: [(push: NodePush, gradient: [Float])],
        against expected: [(node: NodeInterval, value: Reference.Value)], lease: UInt64, step: UInt64
    ) {
        #expect(received.count == expected.count)
        for (received, expected) in zip(received, expected) {
            #expect(received.push.leaves == expected.node.leaves)
            #expect(received.push.lease == lease && received.push.step == step)
            #expect(received.push.lineage == Stage.lineage)
            #expect(received.push.statistics == expected.value.statistics)
            #expect(received.gradient.map(\.bitPattern) == expected.value.gradient.map(\.bitPattern))
        }
    }

    @Test(
        arguments: [
            (0..<4, 0, 4, 1), (1..<4, 0, 4, 2), (0..<3, 2, 3, 1), (1..<3, 2, 3, 2), (2..<3, 2, 3, 1), (0..<3, 5, 3, 1),
        ] as [(Range<Int>, UInt64, Int, Int)])
    func `a lease is answered by its nodes, to the bit`(
        leaves: Range<Int>, step: UInt64, leafCount: Int, nodeCount: Int
    ) async throws {
        let parameters = try Self.parameters(4)
        let outcome = try await Stage.session { trainer in
            try await Stage.join(trainer)
            // The lease comes before the parameters that it starts from.
            try await Stage.send(lease: 7, leaves, step: step, to: trainer)
            try await Stage.send(parameters: parameters, step: step, to: trainer)
            let received = try await Self.receive(nodes: nodeCount, from: trainer)
            let expected = try Reference(parameters: parameters).nodes(leaves, step: step, leafCount: leafCount)
            Self.check(received, against: expected, lease: 7, step: step)
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
        guard case .finished(reason: "enough", succeeded: true) = outcome else {
            Issue.record("the session ended as \(outcome)")
            return
        }
    }

    /// As the staged run's, with half of the hidden layer dropped.
    static let dropout = RunDescription(
        name: "dropout", seed: 99, data: Stage.run.data, dataset: Stage.run.dataset,
        model: NetworkDescription(
            inputShape: [5],
            layers: [
                NamedLayer(.linear(outputs: 16), name: "fc1"), NamedLayer(.dropout(probability: 0.5)),
                NamedLayer(.linear(outputs: 3), name: "fc2"),
            ]), numerics: Stage.run.numerics, batch: 8, microBatch: 2, evaluationBatch: 3, bucketSizes: [64, 64, 19])

    @Test func `dropout follows the run's seed, the step and the samples, and evaluation has none`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer, run: Self.dropout)
            for (lease, step) in [(1, 1), (2, 4)] as [(UInt64, UInt64)] {
                try await Stage.send(lease: lease, 0..<4, step: step, to: trainer)
                try await Stage.send(parameters: parameters, step: step, to: trainer)
                let received = try await Self.receive(nodes: 1, from: trainer)
                let reference = Reference(parameters: parameters, run: Self.dropout)
                Self.check(
                    received, against: try reference.nodes(0..<4, step: step, leafCount: 4), lease: lease, step: step)
            }
            try await Stage.send(parameters: parameters, step: 6, to: trainer)
            try await trainer.send(Stage.lease(3, 0..<3, step: 6, phase: .evaluation))
            guard case .evaluationResult(let push) = try await trainer.receive()?.payload else {
                throw ProtocolFailure(.unexpected, "no result came")
            }
            let expected = try Self.evaluationLoss(parameters)
            #expect(abs(push.statistics.lossSum - expected) < 1e-6 * expected)
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    /// The loss of the evaluation split under a model that drops nothing.
    private static func evaluationLoss(_ parameters: FloatArena) throws -> Double {
        let plain = NetworkDescription(
            inputShape: [5], layers: dropout.model.layers.filter { $0.layer != .dropout(probability: 0.5) })
        let replica = try Replica(model: Model(plain), maximumSamples: 7)
        let (features, labels) = (Stage.features(0..<7), Stage.labels(0..<7))
        return try replica.evaluate(
            features: features.span, labels: .classIndices(labels.span), parameters: parameters.span
        ).lossSum
    }

    @Test func `steps follow each other, each from its own parameters`() async throws {
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(lease: 1, 0..<4, step: 0, to: trainer)
            try await Stage.send(lease: 2, 0..<2, step: 1, to: trainer)
            for step in 0..<6 as Range<UInt64> {
                let parameters = try Self.parameters(step)
                try await Stage.send(parameters: parameters, step: step, to: trainer)
                let leaves = step == 0 ? 0..<4 : 0..<2
                let received = try await Self.receive(nodes: 1, from: trainer)
                let expected = try Reference(parameters: parameters)
                    .nodes(leaves, step: step, leafCount: step % 3 == 2 ? 3 : 4)
                Self.check(received, against: expected, lease: step + 1, step: step)
                try await Stage.send(lease: step + 3, 0..<2, step: step + 2, to: trainer)
            }
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `without credit nothing is pushed, and what comes after is computed all the same`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(lease: 1, 0..<1, step: 0, credit: 1, to: trainer)
            try await Stage.send(lease: 2, 2..<4, step: 0, credit: 0, to: trainer)
            // Of a lease that it doesn't have.
            try await trainer.send(.credit(leases: [3], buckets: 3))
            try await Stage.send(parameters: parameters, step: 0, to: trainer)
            #expect(try await Self.receive(bucket: 0, from: trainer).push.lease == 1)
            try await trainer.send(.credit(leases: [2], buckets: 2))
            for bucket in 0...1 { #expect(try await Self.receive(bucket: bucket, from: trainer).push.lease == 2) }
            // Less than before counts for nothing; more lets the lower bucket go first.
            try await trainer.send(.credit(leases: [1, 2], buckets: 1))
            try await trainer.send(.credit(leases: [1, 2], buckets: 3))
            #expect(try await Self.receive(bucket: 1, from: trainer).push.lease == 1)
            var last: Set<UInt64> = []
            for _ in 0..<2 { last.insert(try await Self.receive(bucket: 2, from: trainer).push.lease) }
            #expect(last == [1, 2])
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `what had no credit when its step ended is never pushed`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(lease: 1, 0..<4, step: 0, credit: 1, to: trainer)
            try await Stage.send(parameters: parameters, step: 0, to: trainer)
            #expect(try await Self.receive(bucket: 0, from: trainer).push.lease == 1)
            try await Stage.send(lease: 2, 0..<1, step: 1, to: trainer)
            try await Stage.send(parameters: parameters, step: 1, to: trainer)
            try await trainer.send(.credit(leases: [1], buckets: 3))
            #expect(try await Self.receive(nodes: 1, from: trainer).map(\.push.lease) == [2])
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    // MARK: Revocations

    @Test func `a lease that is revoked before it is begun is never pushed`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(lease: 1, 0..<1, step: 0, to: trainer)
            try await Stage.send(lease: 2, 1..<2, step: 0, to: trainer)
            try await trainer.send(.revoke(lease: 1, reason: "somebody else has it"))
            try await trainer.send(.revoke(lease: 77, reason: "nobody ever had it"))
            try await Stage.send(parameters: parameters, step: 0, to: trainer)
            #expect(try await Self.receive(nodes: 1, from: trainer).map(\.push.lease) == [2])
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `a lease that is revoked while it is computed is dropped behind the micro-batch under way`() async throws
    {
        let parameters = try Self.parameters(4)
        let gate = Gate()
        _ = try await Stage.session(
            compute: { request in
                guard case .batchRequest(let batch) = request else { return Stage.answer(request) }
                // That data of step 1 is asked for shows that what came before its lease has been read.
                if batch.step == 1 { await gate.open() }
                if batch.step == 0, batch.index == 1 { await gate.wait() }
                return Stage.answer(request)
            },
            orchestrator: { trainer in
                try await Stage.join(trainer)
                try await Stage.send(parameters: parameters, step: 0, to: trainer)
                try await Stage.send(lease: 1, 0..<4, step: 0, to: trainer)
                await gate.reached()
                try await trainer.send(.revoke(lease: 1, reason: "somebody else has it"))
                try await Stage.send(lease: 2, 2..<3, step: 0, to: trainer)
                try await Stage.send(lease: 3, 0..<1, step: 1, to: trainer)
                #expect(try await Self.receive(nodes: 1, from: trainer).map(\.push.lease) == [2])
                try await trainer.send(.finish(reason: "enough", succeeded: true))
            })
    }

    @Test func `a revocation that comes too late changes nothing`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(lease: 1, 0..<2, step: 0, credit: 1, to: trainer)
            try await Stage.send(parameters: parameters, step: 0, to: trainer)
            #expect(try await Self.receive(bucket: 0, from: trainer).push.lease == 1)
            try await trainer.send(.revoke(lease: 1, reason: "somebody else has it"))
            try await trainer.send(.credit(leases: [1], buckets: 3))
            for bucket in 1...2 { #expect(try await Self.receive(bucket: bucket, from: trainer).push.lease == 1) }
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `a lease of a step gone by is dropped`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(parameters: parameters, step: 5, to: trainer)
            try await Stage.send(lease: 1, 0..<4, step: 0, to: trainer)
            try await Stage.send(lease: 2, 0..<1, step: 5, to: trainer)
            let received = try await Self.receive(nodes: 1, from: trainer)
            #expect(received.map(\.push.lease) == [2])
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `an evaluation pushes statistics alone, of every sample once`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await Stage.send(parameters: parameters, step: 3, to: trainer)
            try await trainer.send(Stage.lease(1, 0..<3, step: 3, phase: .evaluation))
            guard case .evaluationResult(let push) = try await trainer.receive()?.payload else {
                throw ProtocolFailure(.unexpected, "no result came")
            }
            #expect(push.leaves == Leaves(0..<3) && push.statistics.samples == 7)
            #expect(push.statistics.ledger == Ledger.sum(epoch: 0, sampleIds: (0..<7).map { UInt64($0) }))
            #expect(push.statistics.lossSum > 0)
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `a run with other numerics makes the process restart with them`() async throws {
        var run = Stage.run
        let other = Numerics(blasKernel: run.numerics.blasKernel, blasThreads: run.numerics.blasThreads + 1)
        run = RunDescription(
            name: run.name, seed: run.seed, data: run.data, dataset: run.dataset, model: run.model, numerics: other,
            batch: run.batch, microBatch: run.microBatch, evaluationBatch: run.evaluationBatch,
            bucketSizes: run.bucketSizes)
        let changed = run
        let outcome = try await Stage.session { trainer in try await trainer.send(.run(changed)) }
        guard case .needsNumerics(other) = outcome else {
            Issue.record("the session ended as \(outcome)")
            return
        }
    }

    @Test func `an orchestrator that ends the conversation releases the trainer`() async throws {
        let outcome = try await Stage.session { trainer in try await Stage.join(trainer) }
        guard case .released = outcome else {
            Issue.record("the session ended as \(outcome)")
            return
        }
    }

    @Test func `a run that is over says so before anything else`() async throws {
        let outcome = try await Stage.session { trainer in
            try await trainer.send(.finish(reason: "long over", succeeded: true))
        }
        guard case .finished(reason: "long over", succeeded: true) = outcome else {
            Issue.record("the session ended as \(outcome)")
            return
        }
    }

    /// What an orchestrator may do wrong, and what the trainer's session ends with.
    enum Mistake: String, CaseIterable {
        case leaseOutOfRange
        case otherLineage
        case wrongBucketSize
        case unknownBucket
        case noLeaseButARun
        case refusal

        var code: FailureCode {
            switch self {
            case .leaseOutOfRange, .unknownBucket: .outOfRange
            case .otherLineage: .lineageMismatch
            case .wrongBucketSize: .shapeMismatch
            case .noLeaseButARun: .unexpected
            case .refusal: .probeMismatch
            }
        }

        func make(_ trainer: Conversation) async throws {
            let values = WireValues<Float>(TensorMemory(byteCount: 4))
            switch self {
            case .leaseOutOfRange: try await Stage.send(lease: 1, 0..<5, step: 0, to: trainer)
            case .otherLineage:
                try await Stage.send(
                    parameters: TrainerSessionTests.parameters(1), step: 0, lineage: Digest.of("other"), to: trainer)
            case .wrongBucketSize:
                try await trainer.send(.parameters(lineage: Stage.lineage, step: 0, bucket: 0, values: values))
            case .unknownBucket:
                try await trainer.send(.parameters(lineage: Stage.lineage, step: 0, bucket: 3, values: values))
            case .noLeaseButARun: try await trainer.send(.run(Stage.run))
            case .refusal: try await trainer.send(.failure(ProtocolFailure(.probeMismatch, "not with us")))
            }
        }
    }

    @Test(arguments: Mistake.allCases)
    func `an orchestrator that breaks the rules ends the session with the reason`(mistake: Mistake) async throws {
        let failure = await #expect(throws: ProtocolFailure.self) {
            try await Stage.session { trainer in
                try await Stage.join(trainer)
                try await mistake.make(trainer)
                while try await trainer.receive() != nil {}
            }
        }
        #expect(failure?.code == mistake.code)
    }

    @Test func `a push that came too late is no reason to leave`() async throws {
        let parameters = try Self.parameters(4)
        _ = try await Stage.session { trainer in
            try await Stage.join(trainer)
            try await trainer.send(.failure(ProtocolFailure(.stale, "somebody was first")))
            try await Stage.send(parameters: parameters, step: 0, to: trainer)
            try await Stage.send(lease: 1, 0..<1, step: 0, to: trainer)
            #expect(try await Self.receive(nodes: 1, from: trainer).count == 1)
            try await trainer.send(.finish(reason: "enough", succeeded: true))
        }
    }

    @Test func `other data than the run's ends the session`() async throws {
        let failure = await #expect(throws: ProtocolFailure.self) {
            try await Stage.session(
                compute: { _ in .failure(ProtocolFailure(.digestMismatch, "another data set")) },
                orchestrator: { trainer in
                    try await trainer.send(.run(Stage.run))
                    while try await trainer.receive() != nil {}
                })
        }
        #expect(failure?.code == .digestMismatch)
    }

    @Test func `a micro-batch that can't be had ends the session`() async throws {
        let parameters = try Self.parameters(4)
        let failure = await #expect(throws: ProtocolFailure.self) {
            try await Stage.session(
                compute: { request in
                    if case .batchRequest = request { return .failure(ProtocolFailure(.internal, "the disk is gone")) }
                    return Stage.answer(request)
                },
                orchestrator: { trainer in
                    try await Stage.join(trainer)
                    try await Stage.send(parameters: parameters, step: 0, to: trainer)
                    try await Stage.send(lease: 1, 0..<4, step: 0, to: trainer)
                    while try await trainer.receive() != nil {}
                })
        }
        #expect(failure?.message == "the disk is gone")
    }
}
