import LeaseEngine
import Testing

@Suite struct SimulationTests {
    @Test(arguments: 0..<20) func `random runs keep every invariant`(hundred: Int) throws {
        for seed in UInt64(hundred * 50)..<UInt64(hundred * 50 + 50) {
            do {
                let report = try Simulation.run(.random(seed: seed))
                #expect(report.steps > 0)
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
    }

    @Test func `a seed reproduces its run`() throws {
        for seed in UInt64(0)..<20 {
            #expect(try Simulation.run(.random(seed: seed)) == Simulation.run(.random(seed: seed)))
        }
    }

    @Test(arguments: [[10], [10, 10], [5, 50, 500], [1, 2, 3, 4, 5], Array(repeating: 7, count: 8)] as [[Double]])
    func `the roots depend on the plan alone`(speeds: [Double]) throws {
        let alone = try Simulation.run(SimulationPlan(seed: 1))
        var plan = SimulationPlan(seed: 2)
        plan.speeds = speeds
        plan.deathChance = 0.1
        plan.freezeChance = 0.05
        plan.duplicateChance = 0.3
        plan.restartChance = 0.1
        let report = try Simulation.run(plan)
        #expect(report.roots.count >= alone.roots.count)
        #expect(Set(report.roots) == Set(alone.roots))
        #expect(report.steps == 6 && report.evaluations == 2)
    }

    @Test func `undisturbed trainers push one node each`() throws {
        var plan = SimulationPlan(seed: 4)
        plan.trainingSamples = 64 * 100
        plan.batch = 64
        plan.microBatch = 1
        plan.epochs = 1
        plan.evaluationSamples = 8
        plan.evaluationBatch = 1
        plan.bucketCount = 1
        plan.speeds = Array(repeating: 100, count: 8)
        plan.policy.minimumTrainers = 8
        plan.longestDelay = 0.001
        let report = try Simulation.run(plan)
        #expect(report.nodesAdded == 101 * 8)
        #expect(report.leasesIssued == 101 * 8)
        #expect(report.leasesReissued == 0)
        #expect(report.refused == 0)
    }

    @Test func `a slow trainer's share follows its speed`() throws {
        var plan = SimulationPlan(seed: 5)
        plan.trainingSamples = 62 * 200
        plan.batch = 62
        plan.microBatch = 1
        plan.epochs = 1
        plan.bucketCount = 1
        plan.speeds = [100, 100, 100, 10]
        plan.policy.minimumTrainers = 4
        plan.longestDelay = 0.001
        let report = try Simulation.run(plan)
        #expect(Set(report.microBatches.keys) == ["trainer-0", "trainer-1", "trainer-2", "trainer-3"])
        #expect(report.microBatches.values.reduce(0, +) == 62 * 200)
        let slow = Double(report.microBatches["trainer-3"] ?? 0) / (62 * 200)
        #expect(slow > 0.02 && slow < 0.05, "a tenth of the others' speed deserves about 3 %, got \(slow)")
        // At the pace of its slowest, with a quarter of the leaves, the run would take 310 s.
        #expect(report.seconds < 1.4 * 62 * 200 / 310, "got \(report.seconds) s")
    }

    @Test(arguments: SimulationPlan.PlantedBug.allCases)
    func `the checks find a planted bug`(bug: SimulationPlan.PlantedBug) {
        var plan = SimulationPlan(seed: 6)
        plan.deathChance = 0.2
        #expect(throws: Never.self) { try Simulation.run(plan) }
        plan.bug = bug
        #expect(throws: SimulationFailure.self) { try Simulation.run(plan) }
    }
}
