internal import Faults
internal import Learning
internal import Reduction
internal import Telemetry
internal import WireProtocol

/// Computes leases: fetch, forward and backward, add, push.
///
/// The one owner of the replica; everything that it sends goes through its line.
struct WorkLoop: ~Copyable {
    private let membership: Membership
    private let replica: Replica
    private var inputs = BatchInputs()
    private let gradients: GradientPool
    private let board: WorkBoard
    private let batches: BatchPrefetcher
    private let metrics: TrainerMetrics
    private let line: PushLine
    private var outbox: Outbox
    private var times = PartTimes()

    init(
        membership: Membership, board: WorkBoard, batches: BatchPrefetcher, metrics: TrainerMetrics, line: PushLine
    ) throws {
        self.membership = membership
        self.board = board
        self.batches = batches
        self.metrics = metrics
        self.line = line
        outbox = Outbox(bucketCount: membership.buckets.count)
        let run = membership.run
        replica = try Replica(model: membership.model, maximumSamples: max(run.microBatch, run.evaluationBatch))
        gradients = GradientPool(parameterCount: membership.model.layout.count)
    }

    /// Works until the board is closed.
    mutating func run() async throws {
        while let next = await board.next(pending: outbox.pending) {
            switch next {
            case .push(let credits): try await pushOutbox(within: credits)
            case .compute(let work): try await compute(work)
            }
        }
    }

    private mutating func compute(_ work: WorkBoard.Work) async throws {
        await batches.dropSteps(before: work.lease.step)
        outbox.dropAll(but: work.lease.step)
        switch work.lease.phase {
        case .training:
            try await train(work)
        case .evaluation:
            try await evaluate(work)
            metrics.leases[.evaluation].add()
            times = PartTimes()
        }
    }

    private mutating func train(_ work: WorkBoard.Work) async throws {
        let lease = work.lease
        let leafCount = membership.steps.microBatchCount(of: lease.step)
        var sum = NodeSum<GradientBuffer>(leafCount: leafCount)
        for leaf in lease.leaves.range {
            let batch = try await batches.take(membership.request(lease, leaf: leaf))
            guard await board.isWanted(lease) else { return await abandon(lease, from: leaf) }
            times.end(.wait)
            let begun = ContinuousClock.now
            let buffer = gradients.take()
            buffer.statistics = try gradient(of: batch, parameters: work.parameters.arena, into: buffer)
            metrics.microBatches[.training].add()
            metrics.samples[.training].add(buffer.statistics.samples)
            ConsumptionTrace.note(batch)
            if let pace = Faults.pace(at: .trainerPace) { try await ContinuousClock().sleep(until: begun + pace) }
            times.end(.compute)
            _ = sum.insert(buffer, at: .leaf(leaf, of: leafCount))
            times.end(.reduce)
        }
        line.begin(step: lease.step)
        let nodes = sum.takeAll()
        if let action = Faults.alteration(at: .trainerGradient, step: lease.step) {
            for (_, buffer) in nodes { buffer.falsify(action) }
        }
        outbox.add(Outbox.Parcel(lease: lease, nodes: nodes))
    }

    /// Drops a lease between two micro-batches, with what is fetched for the rest of it.
    private func abandon(_ lease: LeaseGrant, from leaf: Int) async {
        await batches.drop((leaf..<lease.leaves.end).map { membership.request(lease, leaf: $0) })
    }

    /// Pushes what was computed, bucket by bucket, as far as there is credit.
    private mutating func pushOutbox(within credits: [UInt64: Int]) async throws {
        times.end(.wait)
        while let (parcel, isLast) = outbox.take(within: credits) {
            for (node, buffer) in parcel.nodes {
                try await line.send(
                    .gradientUpdate(
                        membership.push(parcel.lease, node: node, statistics: buffer.statistics),
                        bucket: parcel.bucket,
                        gradient: buffer.values(in: membership.buckets.range(of: parcel.bucket))))
            }
            times.end(.send)
            guard isLast else { continue }
            try await line.end(step: parcel.lease.step)
            metrics.leases[.training].add()
            times.finish(into: metrics.leaseTimes)
        }
    }

    private mutating func evaluate(_ work: WorkBoard.Work) async throws {
        let lease = work.lease
        let leafCount = membership.evaluation.batchCount
        var sum = NodeSum<Statistics>(leafCount: leafCount)
        for leaf in lease.leaves.range {
            let batch = try await batches.take(membership.request(lease, leaf: leaf))
            guard await board.isWanted(lease) else { return await abandon(lease, from: leaf) }
            let outcome = try evaluate(batch, parameters: work.parameters.arena)
            _ = sum.insert(statistics(of: batch, outcome), at: .leaf(leaf, of: leafCount))
            metrics.microBatches[.evaluation].add()
            metrics.samples[.evaluation].add(UInt64(batch.sampleIds.count))
        }
        for (node, statistics) in sum.takeAll() {
            try await line.send(.evaluationResult(membership.push(lease, node: node, statistics: statistics)))
        }
    }

    private mutating func gradient(
        of batch: MicroBatch, parameters: FloatArena, into buffer: GradientBuffer
    ) throws -> Statistics {
        let (arena, replica, seed) = (buffer.arena, replica, membership.run.seed)
        let outcome = try inputs.with(batch) { (features, labels) throws(LearningError) in
            try arena.withMutableSpan { gradient throws(LearningError) in
                let keys = SampleKeys(seed: seed, step: batch.step, sampleIds: batch.sampleIds.span)
                return try replica.gradient(
                    features: features, labels: labels, parameters: parameters.span, keys: keys, into: &gradient)
            }
        }
        return statistics(of: batch, outcome)
    }

    private mutating func evaluate(_ batch: MicroBatch, parameters: FloatArena) throws -> BatchOutcome {
        let replica = replica
        return try inputs.with(batch) { (features, labels) throws(LearningError) in
            try replica.evaluate(features: features, labels: labels, parameters: parameters.span)
        }
    }

    private func statistics(of batch: MicroBatch, _ outcome: BatchOutcome) -> Statistics {
        Statistics(
            samples: UInt64(batch.sampleIds.count),
            lossSum: outcome.lossSum,
            correct: UInt64(outcome.correct),
            ledger: Ledger.sum(epoch: batch.epoch, sampleIds: batch.sampleIds), errorSum: outcome.errorSum)
    }
}
