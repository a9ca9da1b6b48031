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
        try requireLineage(node)
        guard isOpen else { return }
        try requireShape(gradient, of: bucket)
        let round = Round(.training, step: node.step)
        try requireCredit(for: bucket, of: round, from: trainer)
        if bucket == 0 { metrics.nodesPushed.add() }
        stepTimes.end(.wait)
        defer { stepTimes.end(.reduce) }
        let (verdict, grants) = engine.offer(
            node.leaves, bucket: bucket, of: round, lease: node.lease, from: trainer, at: now)
        send(grants)
        switch verdict {
        case .accepted:
            guard let interval = interval(of: node, in: round) else { return }
            reduction?.insert(sum(of: node, gradient), at: interval, bucket: bucket)
            roster.send(credit.advance(front: reduction?.frontier ?? 0))
            finishStepIfComplete()
        case .covered(twinIsHeld: true):
            guard let interval = interval(of: node, in: round),
                let twin = reduction?.twin(of: interval, bucket: bucket)
            else { return }
            guard twin.hasSameBits(as: sum(of: node, gradient)) else {
                return end(.failure(disagreement(over: interval, bucket: bucket, of: node.step, with: trainer)))
            }
        case .covered:
            break
        case .refused(let refusal):
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(refusal)")
        }
    }

    /// A trainer pushes a node of an evaluation.
    ///
    /// Throws a `ProtocolFailure` for one that can't count.
    package func pushEvaluation(_ node: NodePush, from trainer: TrainerID) throws {
        try requireLineage(node)
        guard isOpen else { return }
        let round = Round(.evaluation, step: node.step)
        let (verdict, grants) = engine.offer(
            node.leaves, bucket: 0, of: round, lease: node.lease, from: trainer, at: now)
        send(grants)
        switch verdict {
        case .accepted:
            if let interval = interval(of: node, in: round) {
                _ = evaluation?.insert(node.statistics, at: interval)
            }
            finishEvaluationIfComplete()
        case .covered:
            break
        case .refused(let refusal):
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

    private func disagreement(
        over node: NodeInterval, bucket: Int, of step: UInt64, with trainer: TrainerID
    ) -> RunFailure {
        .trainersDisagree(
            step: step, bucket: bucket, first: node.first, end: node.end, trainer: name(of: trainer),
            others: engine.contributors(to: node.leaves, bucket: bucket).map(name))
    }

    private func requireLineage(_ node: NodePush) throws(ProtocolFailure) {
        guard let lineage, node.lineage == lineage else {
            throw ProtocolFailure(
                .lineageMismatch,
                "expected lineage \(lineage.map(String.init(describing:)) ?? "none"), got \(node.lineage)")
        }
    }

    private func requireShape(_ gradient: WireValues<Float>, of bucket: Int) throws(ProtocolFailure) {
        guard bucket < context.buckets.count, gradient.count == context.buckets.range(of: bucket).count else {
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
            metrics.pushesRefused.add()
            throw ProtocolFailure(.stale, "\(name(of: trainer)) was leased nothing of \(round)")
        }
        throw ProtocolFailure(
            .overloaded,
            "\(name(of: trainer)): expected nodes of the first \(buckets) buckets of \(round) at most, got one of bucket "
                + "\(bucket)")
    }
}
