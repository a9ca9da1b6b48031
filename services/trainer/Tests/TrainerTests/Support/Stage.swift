import Datasets
import Digests
import Hosting
import Learning
import Logging
import Reduction
import Trainer
import Transport
import WireProtocol

import enum Schemas.FailureCode
import enum Schemas.Role

/// Orchestrator and compute as a test wants them, over loopback, around one real trainer session.
struct Stage: Sendable {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let lineage = Digest.of("a lineage")
    /// 22 training samples of 5 features in 3 classes: two steps of 8 and one of 6, in micro-batches of 2.
    static let run = RunDescription(
        name: "staged", seed: 1,
        data: DataDescription(
            source: .csv(CSVFiles(training: "t", evaluation: "e", hasHeader: true, labelColumn: "y"))),
        dataset: DatasetDescription(
            digest: Digest.of("staged data"), trainingSamples: 22, evaluationSamples: 7,
            preprocessing: FittedPreprocessing(
                input: .images(FittedImages(shape: [5], scale: 1, mean: [], deviation: [])),
                target: .classes(FittedClasses(count: 3)))),
        model: .multilayerPerceptron(inputs: 5, hidden: [16], outputs: 3), numerics: Numerics.inForce(), batch: 8,
        microBatch: 2, evaluationBatch: 3, bucketSizes: [64, 64, 19])

    typealias Script = @Sendable (Conversation) async throws -> Void

    static func identity(_ role: Role) -> PeerIdentity {
        PeerIdentity(
            role: role, name: "\(role)",
            capabilities: MachineCapabilities(cores: 1, memoryBytes: 1, processor: "", blasKernel: ""))
    }

    /// Runs a trainer's session while `orchestrator` plays its part, and `compute` answers one request.
    static func session(
        compute: @escaping @Sendable (Payload) async -> Payload = Self.answer, orchestrator: @escaping Script
    ) async throws -> TrainerSession.Outcome {
        try await withDeadline(.seconds(60), for: "the session") {
            let orchestratorListener = try await listen()
            let computeListener = try await listen()
            return try await withThrowingTaskGroup(of: TrainerSession.Outcome?.self) { group in
                group.addTask {
                    await orchestratorListener.run { connection in
                        connection.peerHasJoined()
                        try await orchestrator(
                            try await Conversation.accept(
                                on: connection, as: identity(.orchestrator), from: [.trainer],
                                heartbeat: .milliseconds(500)))
                    }
                    return nil
                }
                group.addTask {
                    await computeListener.run { connection in
                        connection.peerHasJoined()
                        let client = try await Conversation.accept(
                            on: connection, as: identity(.compute), from: [.trainer], heartbeat: .milliseconds(500))
                        try await withThrowingDiscardingTaskGroup { answers in
                            while let message = try await client.receive() {
                                answers.addTask {
                                    try await client.send(await compute(message.payload), inReplyTo: message.id)
                                }
                            }
                        }
                    }
                    return nil
                }
                group.addTask {
                    let session = TrainerSession(
                        identity: identity(.trainer), orchestrator: orchestratorListener.address,
                        compute: [computeListener.address], patience: .seconds(10),
                        options: try HeartbeatTerms.options(), readiness: Readiness(conditions: [:]), logger: logger)
                    return try await session.run(onJoining: {})
                }
                defer {
                    orchestratorListener.stop()
                    computeListener.stop()
                    group.cancelAll()
                }
                while let outcome = try await group.next() {
                    if let outcome { return outcome }
                }
                throw CancellationError()
            }
        }
    }

    /// Takes the trainer up as a member: sends the run, checks the probe, says that it joined.
    static func join(_ trainer: Conversation, run: RunDescription = run) async throws {
        try await trainer.send(.run(run))
        guard case .join(let probe) = try await trainer.receive()?.payload else {
            throw ProtocolFailure(.unexpected, "the trainer doesn't join")
        }
        let expected = try Probe.digest(of: Model(run.model), microBatch: run.microBatch)
        guard probe == expected else { throw ProtocolFailure(.probeMismatch, "\(probe)") }
        try await trainer.send(.joined(lineage: lineage))
    }

    /// Sends a lease, and credit for so many of its step's buckets.
    static func send(
        lease id: UInt64, _ leaves: Range<Int>, step: UInt64, credit: Int = 3, to trainer: Conversation
    ) async throws {
        try await trainer.send(lease(id, leaves, step: step))
        if credit > 0 { try await trainer.send(.credit(leases: [id], buckets: credit)) }
    }

    /// Sends the parameters of a step.
    static func send(
        parameters: FloatArena, step: UInt64, lineage: Digest = lineage, to trainer: Conversation
    ) async throws {
        let buckets = try BucketLayout(sizes: run.bucketSizes, parameterCount: parameters.count)
        for bucket in 0..<buckets.count {
            let values = TensorMemory(byteCount: buckets.range(of: bucket).count * 4)
            values.withMutableSpan(of: Float.self) { span in
                for index in span.indices {
                    span[index] = parameters.span[buckets.range(of: bucket).lowerBound + index]
                }
            }
            try await trainer.send(
                .parameters(lineage: lineage, step: step, bucket: bucket, values: WireValues(values)))
        }
    }

    static func lease(
        _ id: UInt64, _ leaves: Range<Int>, step: UInt64, phase: LeaseGrant.Phase = .training
    ) -> Payload {
        .lease(LeaseGrant(id: id, phase: phase, step: step, leaves: Leaves(leaves), deadline: .seconds(60)))
    }

    // MARK: Data

    /// What an honest compute answers; samples come in the order of their numbers.
    static let answer: @Sendable (Payload) -> Payload = { request in
        switch request {
        case .openDataset(_, let expected):
            expected == run.dataset.digest
                ? .datasetOpened(run.dataset) : .failure(ProtocolFailure(.digestMismatch, "another data set"))
        case .batchRequest(let request): .trainingBatch(batch(request))
        default: .failure(ProtocolFailure(.unexpected, request.name))
        }
    }

    static func samples(_ request: MicroBatchRequest) -> Range<Int> {
        switch request.split {
        case .training:
            let first = Int(request.step % 3) * 8 + request.index * 2
            return first..<min(first + 2, 22)
        case .evaluation:
            let first = request.index * 3
            return first..<min(first + 3, 7)
        }
    }

    static func features(_ samples: Range<Int>) -> [Float] {
        samples.flatMap { sample in (0..<5).map { Float((sample * 7 + $0 * 3) % 11) / 4 - 1 } }
    }

    static func labels(_ samples: Range<Int>) -> [UInt32] { samples.map { UInt32($0 % 3) } }

    static func batch(_ request: MicroBatchRequest) -> MicroBatch {
        let samples = samples(request)
        let features = TensorMemory(byteCount: samples.count * 20)
        let labels = TensorMemory(byteCount: samples.count * 4)
        features.withMutableSpan(of: Float.self) { span in
            for (index, value) in self.features(samples).enumerated() { span[index] = value }
        }
        labels.withMutableSpan(of: UInt32.self) { span in
            for (index, value) in self.labels(samples).enumerated() { span[index] = value }
        }
        return MicroBatch(
            epoch: request.split == .training ? request.step / 3 : 0, step: request.step, index: request.index,
            sampleIds: samples.map { UInt64($0) }, featureShape: [5], features: .numbers(WireValues(features)),
            labels: .classIndices(WireValues(labels)))
    }

    private static func listen() async throws -> Listener {
        try await Listener.bind(
            to: Address(host: "127.0.0.1", port: 0), options: try HeartbeatTerms.options(), logger: logger)
    }
}
