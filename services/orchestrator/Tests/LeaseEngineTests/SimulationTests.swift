import LeaseEngine
import Testing

@Suite struct SimulationTests {
    /// 10,000 runs in all.
    @Test(arguments: 0..<20) func `random runs keep every invariant`(block: Int) throws {
        let seeds = UInt64(block * 500)..<UInt64(block * 500 + 500)
        var tally = SimulationTally()
        for seed in seeds {
            do {
                let report = try Simulation.run(.random(seed: seed))
                #expect(report.steps > 0 || report.fault != nil)
                tally.add(report)
            } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
        print("simulated runs \(seeds): \(tally)")
        #expect(tally.isVaried, "what is to be tested happens in each block")
    }

    @Test func `a seed reproduces its run`() throws {
        for seed in UInt64(0)..<50 {
            #expect(try Simulation.run(.random(seed: seed)) == Simulation.run(.random(seed: seed)))
        }
    }

    @Test(arguments: [[10], [10, 10], [5, 50, 500], [1, 2, 3, 4, 5], Array(repeating: 7, count: 8)] as [[Double]])
    func `the roots depend on the plan alone`(speeds: [Double]) throws {
        let alone = try Simulation.run(SimulationPlan(seed: 1))
        var plan = SimulationPlan(seed: 2)
        plan.speeds = speeds
        plan.mishapInterval = 1
        plan.deathChance = 0.1
        plan.duplicateChance = 0.3
        let report = try Simulation.run(plan)
        #expect(report.roots.count >= alone.roots.count)
        #expect(Set(report.roots) == Set(alone.roots))
        #expect(report.steps >= 6 && report.evaluations >= 2)
    }

    /// A run of many steps of `leafCount` leaves, without mishaps.
    private func steadyPlan(leafCount: Int, steps: Int, speeds: [Double]) -> SimulationPlan {
        var plan = SimulationPlan(seed: 4)
        plan.trainingSamples = leafCount * steps
        plan.batch = leafCount
        plan.microBatch = 1
        plan.epochs = 1
        plan.evaluationSamples = 8
        plan.evaluationBatch = 1
        plan.bucketCount = 1
        plan.speeds = speeds
        plan.policy.minimumTrainers = speeds.count
        plan.longestDelay = 0.001
        return plan
    }

    @Test(arguments: [1, 2, 4, 8, 16]) func `undisturbed trainers push one node each`(trainers: Int) throws {
        let plan = steadyPlan(leafCount: 64, steps: 100, speeds: Array(repeating: 100, count: trainers))
        let report = try Simulation.run(plan)
        let evaluated = min(trainers, 8)
        #expect(report.nodesAdded == 100 * trainers + evaluated)
        #expect(report.leasesIssued == UInt64(100 * trainers + evaluated))
        #expect(report.leasesReissued == 0)
        #expect(report.refused == 0)
    }

    @Test(arguments: [2, 4, 8]) func `equal trainers on a busy machine are given the same nearly always`(trainers: Int)
        throws
    {
        var plan = steadyPlan(leafCount: 16, steps: 1000, speeds: Array(repeating: 1000, count: trainers))
        (plan.unevenness, plan.hiccupChance, plan.longestHiccup) = (0.5, 0.05, 0.02)
        let report = try Simulation.run(plan)
        let needed = UInt64(1000 * trainers + min(trainers, 8))
        print("\(trainers) trainers: \(report.leasesIssued) leases of \(needed), \(report.nodesAdded) nodes")
        #expect(Double(needed) / Double(report.leasesIssued) > 0.97)
        #expect(Double(report.nodesAdded) / Double(needed) < 1.03)
    }

    /// With the seconds that a leaf takes: there are short steps and long ones.
    @Test(arguments: [4, 8, 12, 16, 31, 32, 48, 62, 64, 128], [0.01, 0.1])
    func `one of four slowed down tenfold costs at most 6 percent of what the three others do`(
        leafCount: Int, seconds: Double
    ) throws {
        let three = try Simulation.run(
            steadyPlan(leafCount: leafCount, steps: 200, speeds: Array(repeating: 1 / seconds, count: 3)))
        var plan = steadyPlan(leafCount: leafCount, steps: 200, speeds: Array(repeating: 1 / seconds, count: 4))
        plan.isFirstSlowedDown = true
        let four = try Simulation.run(plan)
        print("\(leafCount) leaves of \(seconds) s: rate \(three.seconds / four.seconds) of the three's")
        #expect(three.seconds / four.seconds >= 0.94)
    }

    @Test(arguments: [8, 12, 32, 64]) func `who was slow for a while soon has its share again`(leafCount: Int) throws {
        let plan = steadyPlan(leafCount: leafCount, steps: 400, speeds: Array(repeating: 100, count: 4))
        let undisturbed = try Simulation.run(plan)
        var slowed = plan
        slowed.isFirstSlowedDown = true
        // Half of the run.
        slowed.slowedUntil = undisturbed.seconds / 2
        let report = try Simulation.run(slowed)
        let (own, even) = (report.microBatches["trainer-0"] ?? 0, UInt64(leafCount * 100))
        print("\(leafCount) leaves: \(own) of \(even)")
        #expect(own >= even * 9 / 20)
    }

    @Test func `a slow trainer's share follows its speed`() throws {
        let report = try Simulation.run(steadyPlan(leafCount: 62, steps: 200, speeds: [100, 100, 100, 10]))
        #expect(Set(report.microBatches.keys) == ["trainer-0", "trainer-1", "trainer-2", "trainer-3"])
        #expect(report.microBatches.values.reduce(0, +) == 62 * 200)
        let slow = Double(report.microBatches["trainer-3"] ?? 0) / (62 * 200)
        #expect(slow > 0.02 && slow < 0.05, "a tenth of the others' speed deserves about 3 %, got \(slow)")
    }

    @Test(arguments: SimulationPlan.PlantedBug.allCases)
    func `the checks find a planted bug`(bug: SimulationPlan.PlantedBug) {
        var plan = SimulationPlan(seed: 6)
        plan.speeds = [10, 10, 20]
        plan.deathChance = 0.2
        plan.duplicateChance = 0.2
        switch bug {
        case .staleLineage: plan.strangerChance = 0.2
        case .commitBeforeFinite: plan.notFinite = (2, 3)
        case .noSilence:
            plan.mishaps = [.freeze, .partition]
            plan.mishapInterval = 1
            plan.epochs = 10
            plan.deathChance = 0
        case .forgottenRedo:
            plan.lies = [1: .always]
            plan.policy.auditShare = 0.3
            plan.deathChance = 0
        default: break
        }
        #expect(throws: Never.self) { try Simulation.run(plan) }
        plan.bug = bug
        #expect(throws: SimulationFailure.self) { try Simulation.run(plan) }
    }

    @Test(arguments: [SimulatedTrainer.Lie.always, .sometimes, .notFinite])
    func `a liar among honest trainers is expelled, and the model is the honest ones'`(lie: SimulatedTrainer.Lie) throws
    {
        let alone = try Simulation.run(SimulationPlan(seed: 1))
        var plan = SimulationPlan(seed: 7)
        plan.speeds = [10, 10, 10]
        plan.lies = [1: lie]
        plan.policy.auditShare = lie == .notFinite ? 0 : 1
        plan.policy.minimumTrainers = 3
        let report = try Simulation.run(plan)
        #expect(report.expelled == ["trainer-1"])
        #expect(report.roots == alone.roots)
        #expect(report.fault == nil)
        #expect(report.roundsRedone >= 1)
    }

    @Test(arguments: [1, 2, 3], [true, false])
    func `a gradient that is not finite ends the run as diverged`(trainers: Int, namesSuspects: Bool) throws {
        var plan = SimulationPlan(seed: 8)
        plan.speeds = Array(repeating: 10, count: trainers)
        plan.notFinite = (3, 2)
        plan.namesSuspects = namesSuspects
        let report = try Simulation.run(plan)
        #expect(report.steps == 3)
        guard case .diverged(step: 3, bucket: 0, let names) = report.fault else {
            Issue.record("\(String(describing: report.fault))")
            return
        }
        #expect(names.count == (namesSuspects ? min(trainers, 2) : names.count) && !names.isEmpty)
    }

    @Test func `two trainers that disagree end the run, both named`() throws {
        var plan = SimulationPlan(seed: 9)
        plan.speeds = [10, 10]
        plan.lies = [1: .always]
        plan.policy.auditShare = 0.3
        plan.policy.minimumTrainers = 2
        let report = try Simulation.run(plan)
        guard case .dispute(_, _, let names) = report.fault else {
            Issue.record("\(String(describing: report.fault))")
            return
        }
        #expect(names == ["trainer-0", "trainer-1"])
    }

    @Test func `audits recompute their share of the leaves, whoever computes them`() throws {
        let selection = AuditSelection(share: 0.02, seed: 0)
        let audited = (0..<100).reduce(0) { $0 + selection.leaves(of: $1, leafCount: 50).count }
        #expect((80...120).contains(audited), "2 % of 5000 leaves")
        for trainers in [2, 3, 5] {
            var plan = steadyPlan(leafCount: 50, steps: 100, speeds: Array(repeating: 100, count: trainers))
            plan.policy.auditShare = 0.02
            let report = try Simulation.run(plan)
            #expect(report.auditsDone == UInt64(audited))
            #expect(report.auditsWaived == 0)
            #expect(report.leavesComputed >= 5000 + 8 + audited)
        }
    }
}
