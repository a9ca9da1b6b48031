internal import Datasets
internal import Digests
internal import Learning
internal import Reduction
internal import WireProtocol

internal import enum Schemas.FailureCode

/// What a trainer knows of the run that it is a member of.
struct Membership: Sendable {
    let run: RunDescription
    let model: Model
    let buckets: BucketLayout
    let steps: StepPlan
    let evaluation: EvaluationPlan
    let lineage: Digest

    /// Checks the description's parts against each other.
    ///
    /// Throws what doesn't fit, naming it.
    init(run: RunDescription, lineage: Digest) throws {
        self.run = run
        self.lineage = lineage
        model = try Model(run.model)
        buckets = try BucketLayout(sizes: run.bucketSizes, parameterCount: model.layout.count)
        steps = try StepPlan(
            trainingSamples: run.dataset.trainingSamples, batch: run.batch, microBatch: run.microBatch)
        evaluation = try EvaluationPlan(samples: run.dataset.evaluationSamples, batch: run.evaluationBatch)
    }

    /// How many leaves the round of `lease` has.
    func leafCount(of lease: LeaseGrant) -> Int {
        switch lease.phase {
        case .training: steps.microBatchCount(of: lease.step)
        case .evaluation: evaluation.batchCount
        }
    }

    /// Throws where a lease asks for leaves that its round doesn't have.
    func check(_ lease: LeaseGrant) throws(ProtocolFailure) {
        guard lease.leaves.end <= leafCount(of: lease) else {
            throw ProtocolFailure(
                .outOfRange,
                "lease \(lease.id): step \(lease.step) has \(leafCount(of: lease)) leaves, got \(lease.leaves)")
        }
    }

    /// What to ask compute for one leaf of a lease.
    func request(_ lease: LeaseGrant, leaf: Int) -> MicroBatchRequest {
        MicroBatchRequest(
            dataset: run.dataset.digest,
            split: lease.phase == .training ? .training : .evaluation,
            seed: run.seed,
            batch: run.batch,
            microBatch: lease.phase == .training ? run.microBatch : run.evaluationBatch,
            step: lease.step,
            index: leaf)
    }

    /// What to push for one node of a lease.
    func push(_ lease: LeaseGrant, node: NodeInterval, statistics: Statistics) -> NodePush {
        NodePush(
            lineage: lineage, lease: lease.id, step: lease.step, leaves: node.leaves, statistics: statistics)
    }
}
