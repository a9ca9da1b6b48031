import LeaseEngine
import Reduction

/// What happens in one simulated run, apart from chance.
struct SimulationPlan {
    /// A mistake that the checks must find.
    enum PlantedBug: CaseIterable {
        /// A value is added to the left of its left sibling.
        case swappedChildren
        /// A trainer adds one leaf after the other instead of the tree's nodes.
        case regroupedTree
        /// A node that is covered counts again.
        case noDedupe
        /// What a lost trainer owed is leased again, but nobody is told.
        case forgottenReissue
        /// A step is committed when its first bucket is complete.
        case earlyCommit
        /// A step is committed before anybody has looked whether its sum is finite.
        case commitBeforeFinite
        /// A push of another lineage is taken.
        case staleLineage
        /// A silent trainer is never noticed.
        case noSilence
        /// The values of a round that is to be redone are kept.
        case forgottenRedo
    }

    /// What can happen to somebody.
    enum Mishap: CaseIterable {
        case death, freeze, partition, deafness, muteness, slowness, reconnection, orchestratorRestart, computeRestart
        case departure
    }

    var seed: UInt64
    var trainingSamples = 100
    var batch = 40
    var microBatch = 4
    var epochs: UInt64 = 2
    var evaluationSamples = 50
    var evaluationBatch = 10
    var bucketCount = 2
    /// Micro-batches a second of each trainer.
    var speeds: [Double] = [10, 10]
    /// By what share of itself the time of a lease is longer or shorter than another one's.
    var unevenness = 0.03
    /// Chance of a lease to take longer by a hiccup of its machine, and how long that is at most.
    var hiccupChance = 0.0
    var longestHiccup = 0.0
    var lies: [Int: SimulatedTrainer.Lie] = [:]
    var policy = LeasePolicy(
        shortestDeadline: .seconds(2), patience: 4, firstDeadline: .seconds(5), shortestLateness: .seconds(1),
        longestLateness: .seconds(5))
    /// The trainers come within so many seconds.
    var slowestJoin = 3.0
    /// Seconds between mishaps on the average, 0 for none.
    var mishapInterval = 0.0
    var mishaps: [Mishap] = Mishap.allCases
    /// Chance of a trainer to die in the middle of its pushes, at each lease.
    var deathChance = 0.0
    var duplicateChance = 0.0
    /// Chance of a push of another lineage beside each.
    var strangerChance = 0.0
    /// The longest time that a push takes on its way; they overtake each other.
    var longestDelay = 0.05
    /// Whether trainers[0] is slowed down tenfold, and until when.
    var isFirstSlowedDown = false
    var slowedUntil = Double.infinity
    /// Steps from one checkpoint to the next.
    var checkpointInterval: UInt64 = 1
    /// The leaf of a step that isn't finite, whoever computes it.
    var notFinite: (step: UInt64, leaf: Int)?
    /// Whether the orchestrator knows which pushed nodes are not finite.
    var namesSuspects = true
    /// No more mishaps from here: every run must come to its end.
    var calmAfter = 40.0
    var bug: PlantedBug?

    /// A run of which everything is drawn from the seed.
    static func random(seed: UInt64) -> SimulationPlan {
        var random = SeededGenerator(seed: seed)
        var plan = SimulationPlan(seed: seed)
        let isLarge = Int.random(in: 0..<500, using: &random) == 0
        plan.drawWork(isLarge: isLarge, using: &random)
        plan.drawTrainers(isLarge: isLarge, using: &random)
        plan.drawMishaps(using: &random)
        if Int.random(in: 0..<5, using: &random) == 0 { plan.drawTrust(using: &random) }
        return plan
    }

    private mutating func drawWork(isLarge: Bool, using random: inout SeededGenerator) {
        microBatch = Int.random(in: 1...4, using: &random)
        batch = microBatch * Int.random(in: 1...(isLarge ? 512 : 24), using: &random)
        trainingSamples = Int.random(in: 1...(isLarge ? 2 : 4) * batch, using: &random)
        epochs = UInt64.random(in: 1...2, using: &random)
        evaluationSamples = Int.random(in: 1...100, using: &random)
        bucketCount = Int.random(in: 1...3, using: &random)
    }

    private mutating func drawTrainers(isLarge: Bool, using random: inout SeededGenerator) {
        speeds = (0..<Int.random(in: isLarge ? 50...300 : 1...9, using: &random)).map { _ in
            ([2.0, 10, 100].randomElement(using: &random) ?? 1) * Double.random(in: 0.5...2, using: &random)
        }
        policy.minimumTrainers = Int.random(in: 1...speeds.count, using: &random)
        slowestJoin = [0.1, 3, 20].randomElement(using: &random) ?? 0
    }

    private mutating func drawMishaps(using random: inout SeededGenerator) {
        mishapInterval = [0, 0.5, 3].randomElement(using: &random) ?? 0
        mishaps = Mishap.allCases.shuffled(using: &random)
        mishaps.removeLast(Int.random(in: 0..<Mishap.allCases.count, using: &random))
        deathChance = [0, 0.02, 0.2].randomElement(using: &random) ?? 0
        duplicateChance = [0, 0.1, 0.5].randomElement(using: &random) ?? 0
        strangerChance = [0, 0.1].randomElement(using: &random) ?? 0
        longestDelay = [0.001, 0.1, 1].randomElement(using: &random) ?? 0
        checkpointInterval = UInt64.random(in: 1...3, using: &random)
        calmAfter = Double.random(in: 5...60, using: &random)
    }

    /// Audits, one liar at most, or a gradient that isn't finite.
    private mutating func drawTrust(using random: inout SeededGenerator) {
        policy.auditShare = [0, 0.02, 0.3, 1].randomElement(using: &random) ?? 0
        policy.auditSeed = seed
        namesSuspects = Bool.random(using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0 where speeds.count >= 3:
            let lie = [SimulatedTrainer.Lie.always, .sometimes, .notFinite].randomElement(using: &random)
            lies[Int.random(in: 0..<speeds.count, using: &random)] = lie
            policy.minimumTrainers = min(policy.minimumTrainers, speeds.count - 1)
        case 1:
            let steps = UInt64((trainingSamples + batch - 1) / batch) * epochs
            notFinite = (UInt64.random(in: 0..<steps, using: &random), 0)
        default: break
        }
    }

    func runPlan() throws -> RunPlan {
        RunPlan(
            steps: try StepPlan(trainingSamples: trainingSamples, batch: batch, microBatch: microBatch),
            evaluation: try EvaluationPlan(samples: evaluationSamples, batch: evaluationBatch), epochs: epochs)
    }
}
