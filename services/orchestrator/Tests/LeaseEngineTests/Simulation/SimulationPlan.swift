import LeaseEngine
import Reduction

/// What happens in one simulated run, apart from chance.
struct SimulationPlan {
    /// A mistake of the orchestrator that the checks must find.
    enum PlantedBug: CaseIterable {
        case swappedChildren
        case nodeAddedTwice
        case forgottenReissue
        case earlyCommit
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
    var policy = LeasePolicy(shortestDeadline: .seconds(2), patience: 4, firstDeadline: .seconds(5))
    /// Chances of a trainer, at each lease it finishes.
    var deathChance = 0.0
    var freezeChance = 0.0
    var duplicateChance = 0.0
    /// Chance of the orchestrator, at each step it commits.
    var restartChance = 0.0
    /// The longest time that a push takes on its way; they overtake each other.
    var longestDelay = 0.05
    /// No more deaths, freezes and restarts from here: every run must come to its end.
    var calmAfter: Duration = .seconds(60)
    var bug: PlantedBug?

    /// A run of which everything is drawn from the seed.
    static func random(seed: UInt64) -> SimulationPlan {
        var random = SeededGenerator(seed: seed)
        var plan = SimulationPlan(seed: seed)
        plan.microBatch = Int.random(in: 1...4, using: &random)
        plan.batch = plan.microBatch * Int.random(in: 1...24, using: &random)
        plan.trainingSamples = Int.random(in: 1...4 * plan.batch, using: &random)
        plan.epochs = UInt64.random(in: 1...2, using: &random)
        plan.evaluationSamples = Int.random(in: 1...100, using: &random)
        plan.bucketCount = Int.random(in: 1...3, using: &random)
        plan.speeds = (0..<Int.random(in: 1...9, using: &random)).map { _ in
            ([1.0, 10, 100].randomElement(using: &random) ?? 1) * Double.random(in: 0.5...2, using: &random)
        }
        plan.policy.minimumTrainers = Int.random(in: 1...plan.speeds.count, using: &random)
        plan.deathChance = [0, 0.02, 0.3].randomElement(using: &random) ?? 0
        plan.freezeChance = [0, 0.02, 0.2].randomElement(using: &random) ?? 0
        plan.duplicateChance = [0, 0.1, 0.5].randomElement(using: &random) ?? 0
        plan.restartChance = [0, 0.1].randomElement(using: &random) ?? 0
        plan.longestDelay = [0.001, 0.1, 3].randomElement(using: &random) ?? 0
        return plan
    }

    func runPlan() throws -> RunPlan {
        RunPlan(
            steps: try StepPlan(trainingSamples: trainingSamples, batch: batch, microBatch: microBatch),
            evaluation: try EvaluationPlan(samples: evaluationSamples, batch: evaluationBatch), epochs: epochs)
    }
}
