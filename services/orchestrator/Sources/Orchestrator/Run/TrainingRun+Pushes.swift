internal import Learning
package import LeaseEngine
internal import Reduction
internal import Telemetry
package import WireProtocol

internal import enum Schemas.FailureCode

extension TrainingRun {
    /// A trainer pushes a node's gradient in one bucket.
    ///
    /// Throws a `ProtocolFailure` for one that can't count.
    package func push(_ node: NodePush, bucket: Int, gradient: WireValues<Float>, from trainer: TrainerID) throws {
        try requireLineage(node, from: trainer)
        guard isOpen else { return }
        try requireShape(gradient, of: bucket, from: trainer)
        let round = Round(.training, step: node.step)
        try requireCredit(for: bucket, of: round, from: trainer)
        if bucket == 0 { metrics.nodesPushed.add() }
        stepTimes.end(.wait)
        defer { stepTimes.end(.reduce) }
        let (verdict, decisions) = engine.offer(
            node.leaves, bucket: bucket, of: round, lease: node.lease, from: trainer, at: now
        ) { Fingerprint(of: sum(of: node, gradient)) }
        switch verdict {
        case .accepted:
            if let interval = interval(of: node, in: round) {
                reduction?.insert(sum(of: node, gradient), at: interval, bucket: bucket)
                roster.send(credit.advance(front: reduction?.frontier ?? 0))
            }
            execute(decisions)
        case .covered(twinIsHeld: true):
            let isEqual = interval(of: node, in: round).flatMap { reduction?.twin(of: $0, bucket: bucket) }?
                .hasSameBits(as: sum(of: node, gradient))
            execute(decisions)
            if isEqual == false, isOpen {
                execute(engine.dispute(node.leaves, bucket: bucket, from: trainer, at: now))
            }
        case .covered, .witnessed:
            execute(decisions)
        case .refused(let refusal):
            execute(decisions)
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(refusal)")
        }
    }

    /// A trainer pushes a node of an evaluation.
    ///
    /// Throws a `ProtocolFailure` for one that can't count.
    package func pushEvaluation(_ node: NodePush, from trainer: TrainerID) throws {
        try requireLineage(node, from: trainer)
        guard isOpen else { return }
        let round = Round(.evaluation, step: node.step)
        let (verdict, decisions) = engine.offer(
            node.leaves, bucket: 0, of: round, lease: node.lease, from: trainer, at: now
        ) { nil }
        if verdict == .accepted, let interval = interval(of: node, in: round) {
            _ = evaluation?.insert(node.statistics, at: interval)
        }
        execute(decisions)
        if case .refused(let refusal) = verdict {
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(refusal)")
        }
    }

    private func sum(of node: NodePush, _ gradient: WireValues<Float>) -> BucketSum {
        BucketSum(gradient, statistics: node.statistics, spares: context.spareBlocks)
    }

    private func interval(of node: NodePush, in round: Round) -> NodeInterval? {
        NodeInterval(first: node.leaves.first, end: node.leaves.end, of: context.plan.leafCount(of: round))
    }

    private func requireLineage(_ node: NodePush, from trainer: TrainerID) throws(ProtocolFailure) {
        guard let lineage, node.lineage == lineage else {
            _ = engine.refuse(
                .lineage(expected: lineage.map { "\($0)" } ?? "none", got: "\(node.lineage)"), from: trainer)
            metrics.pushesRefused.add()
            throw ProtocolFailure(
                .lineageMismatch,
                "expected lineage \(lineage.map(String.init(describing:)) ?? "none"), got \(node.lineage)")
        }
    }

    private func requireShape(
        _ gradient: WireValues<Float>, of bucket: Int, from trainer: TrainerID
    ) throws(ProtocolFailure) {
        let sizes = context.buckets.sizes
        guard bucket < sizes.count, gradient.count == sizes[bucket] else {
            _ = engine.refuse(
                .numbers(expected: bucket < sizes.count ? sizes[bucket] : 0, got: gradient.count, bucket: bucket),
                from: trainer)
            metrics.pushesRefused.add()
            throw ProtocolFailure(
                .shapeMismatch,
                "gradient of bucket \(bucket): expected sizes \(context.buckets.sizes), got \(gradient.count)")
        }
    }

    /// What comes without credit would be held without a bound; what comes too late is refused for that instead.
    private func requireCredit(for bucket: Int, of round: Round, from trainer: TrainerID) throws(ProtocolFailure) {
        guard round == engine.round, !credit.covers(bucket, of: round.step, by: trainer) else { return }
        let buckets = credit.buckets(of: round.step, for: trainer)
        guard buckets > 0 else {
            _ = engine.refuse(.noLease(0), from: trainer)
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(name(of: trainer)) was leased nothing of \(round)")
        }
        throw ProtocolFailure(
            .overloaded,
            "\(name(of: trainer)): expected nodes of the first \(buckets) buckets of \(round) at most, got one of bucket "
                + "\(bucket)")
    }
}
