import LeaseEngine
import Reduction

/// An engine, and what it has decided so far.
struct Stage {
    var engine: LeaseEngine
    private(set) var decisions: [Decision] = []
    /// A trainer whose values are wrong.
    var liar: TrainerID?
    private let bucketCount: Int

    /// Two epochs of three steps, of 8, 8 and 3 micro-batches, and an evaluation of 4 batches behind each.
    init(buckets: Int = 1, policy: LeasePolicy = LeasePolicy(), startingWith round: Round? = nil) throws {
        let plan = RunPlan(
            steps: try StepPlan(trainingSamples: 38, batch: 16, microBatch: 2),
            evaluation: try EvaluationPlan(samples: 40, batch: 10), epochs: 2)
        engine = LeaseEngine(plan: plan, bucketCount: buckets, policy: policy, startingWith: round)
        bucketCount = buckets
    }

    /// The leases handed out since the last look.
    var grants: [Grant] {
        decisions.compactMap { if case .grant(let grant) = $0 { grant } else { nil } }
    }

    /// Who got what, and why.
    var words: [String] {
        grants.map { "\(engine.membership.name(of: $0.trainer)): \($0.round) \($0.leaves), \($0.reason)" }
    }

    /// What would be logged, leases apart.
    var logged: [String] {
        decisions.compactMap { if case .grant = $0 { nil } else { "\($0)" } }
    }

    /// The right value of a node.
    static func truth(_ leaves: Leaves) -> Fingerprint {
        Fingerprint(high: UInt64(leaves.first), low: UInt64(leaves.end))
    }

    mutating func clear() { decisions = [] }

    mutating func note(_ more: [Decision]) { decisions += more }

    /// Takes the leases of one round out of what was decided.
    mutating func takeGrants(of round: Round) -> [Grant] {
        let taken = grants.filter { $0.round == round }
        decisions.removeAll { if case .grant(let grant) = $0 { grant.round == round } else { false } }
        return taken
    }

    @discardableResult
    mutating func join(_ name: String, at now: Duration = .zero) -> TrainerID {
        let (admittance, more) = engine.join(name: name, at: now)
        decisions += more
        guard case .member(let trainer) = admittance else { return TrainerID(0) }
        return trainer
    }

    mutating func leave(_ trainer: TrainerID, at now: Duration) { decisions += engine.leave(trainer, at: now) }

    mutating func advance(at now: Duration) { decisions += engine.advance(at: now) }

    /// Something is heard of these, and then the clock is looked at.
    mutating func beat(_ trainers: [TrainerID], at now: Duration) {
        for trainer in trainers { decisions += engine.heard(from: trainer, at: now) }
        decisions += engine.tick(at: now)
    }

    /// Pushes the node of a lease in every bucket.
    @discardableResult
    mutating func push(_ grant: Grant, as trainer: TrainerID? = nil, at now: Duration) -> [Verdict] {
        (0..<(grant.round.phase == .training ? bucketCount : 1)).map { bucket in
            push(grant, bucket: bucket, as: trainer, at: now)
        }
    }

    /// Pushes the node of a lease in one bucket.
    @discardableResult
    mutating func push(_ grant: Grant, bucket: Int, as trainer: TrainerID? = nil, at now: Duration) -> Verdict {
        let isWrong = (trainer ?? grant.trainer) == liar
        let (verdict, more) = engine.offer(
            grant.leaves, bucket: bucket, of: grant.round, lease: grant.id, from: trainer ?? grant.trainer, at: now
        ) { isWrong ? Fingerprint(high: 99, low: 99) : Self.truth(grant.leaves) }
        decisions += more
        return verdict
    }
}
