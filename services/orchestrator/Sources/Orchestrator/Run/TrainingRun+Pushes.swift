internal import Learning
package import LeaseEngine
internal import Reduction
internal import Telemetry
package import WireProtocol

internal import enum Schemas.FailureCode

extension TrainingRun {
    /// A trainer pushes a node's gradient in one bucket.
    ///
    /// Throws a `ProtocolFailure` for one that can't count; with the code `stale` that is nobody's fault.
    package func push(_ node: NodePush, bucket: Int, gradient: WireValues<Float>, from trainer: TrainerID) throws {
        try requireLineage(node, from: trainer)
        guard isOpen else { return }
        try requireShape(gradient, of: bucket, from: trainer)
        let round = Round(.training, step: node.step)
        try requireCredit(for: node, in: bucket, of: round, from: trainer)
        if bucket == 0 { metrics.nodesPushed.add() }
        stepTimes.end(.wait)
        let value = BucketSum(
            gradient, leaves: node.leaves, statistics: node.statistics, spares: context.spareBlocks)
        let (verdict, decisions) = engine.offer(
            node.leaves, bucket: bucket, of: round, lease: node.lease, from: trainer, at: now
        ) { Fingerprint(of: value) }
        let isDisputed = take(value, of: node, in: bucket, by: verdict)
        stepTimes.end(.reduce)
        execute(decisions)
        if isDisputed, isOpen { execute(engine.dispute(node.leaves, bucket: bucket, from: trainer, at: now)) }
        try require(verdict)
    }

    /// Adds a value, or compares it with the one that is held, as the engine said; true where these differ.
    private func take(_ value: BucketSum, of node: NodePush, in bucket: Int, by verdict: Verdict) -> Bool {
        guard let interval = interval(of: node, in: Round(.training, step: node.step)) else { return false }
        switch verdict {
        case .accepted:
            reduction?.insert(value, at: interval, bucket: bucket)
            roster.send(credit.advance(front: reduction?.frontier ?? 0, gap: reduction?.gap ?? 0))
            return false
        case .covered(twinIsHeld: true):
            return reduction?.twin(of: interval, bucket: bucket)?.hasSameBits(as: value) == false
        case .covered, .witnessed, .measured, .refused: return false
        }
    }

    /// A trainer pushes a node of an evaluation.
    ///
    /// Throws a `ProtocolFailure` for one that can't count; with the code `stale` that is nobody's fault.
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
        try require(verdict)
    }

    private func interval(of node: NodePush, in round: Round) -> NodeInterval? {
        NodeInterval(first: node.leaves.first, end: node.leaves.end, of: context.plan.leafCount(of: round))
    }

    // MARK: What is refused

    private func requireLineage(_ node: NodePush, from trainer: TrainerID) throws(ProtocolFailure) {
        guard let lineage, node.lineage == lineage else {
            try refuse(
                .lineage(expected: lineage.map { "\($0)" } ?? "none", got: "\(node.lineage)"), from: trainer)
            return
        }
    }

    private func requireShape(
        _ gradient: WireValues<Float>, of bucket: Int, from trainer: TrainerID
    ) throws(ProtocolFailure) {
        let sizes = context.buckets.sizes
        guard bucket < sizes.count else {
            return try refuse(.noBucket(bucket, count: sizes.count), from: trainer)
        }
        guard gradient.count == sizes[bucket] else {
            return try refuse(.numbers(expected: sizes[bucket], got: gradient.count, bucket: bucket), from: trainer)
        }
    }

    /// What comes without credit would be held without a bound; what comes too late is refused for that instead.
    private func requireCredit(
        for node: NodePush, in bucket: Int, of round: Round, from trainer: TrainerID
    ) throws(ProtocolFailure) {
        guard round == engine.round else { return }
        guard let buckets = credit.buckets(of: node.lease, in: round.step, for: trainer) else {
            // Of a lease that it may have had before it came back: in the bucket that is waited for, the engine knows.
            guard bucket > reduction?.frontier ?? 0 else { return }
            return try refuse(.noLease(node.lease), from: trainer)
        }
        guard bucket < buckets else {
            return try refuse(.noCredit(lease: node.lease, bucket: bucket, buckets: buckets), from: trainer)
        }
    }

    private func refuse(_ refusal: Verdict.Refusal, from trainer: TrainerID) throws(ProtocolFailure) {
        let verdict = engine.refuse(refusal, from: trainer)
        metrics.show(engine.account.totals)
        try require(verdict)
    }

    private func require(_ verdict: Verdict) throws(ProtocolFailure) {
        guard case .refused(let refusal) = verdict else { return }
        throw ProtocolFailure(refusal.failureCode, "\(refusal)")
    }
}

extension Verdict.Refusal {
    /// What the sender is told: `stale` where it came too late through nobody's fault, otherwise what it did wrong.
    fileprivate var failureCode: FailureCode {
        switch self {
        case .stale, .noLease, .overlaps: .stale
        case .noMember: .unexpected
        case .lineage: .lineageMismatch
        case .numbers, .shape: .shapeMismatch
        case .noBucket: .outOfRange
        case .noCredit: .overloaded
        }
    }
}
