import Foundation
import Testing

extension Chaos {
    /// Compute, the orchestrator and two trainers, each on a machine of its own, when the network between them fails
    /// without a word: no end of a connection is told to anybody.
    ///
    /// Skipped only where network namespaces can't be had; without iproute2 or iptables (`make deps`) it fails.
    @Suite(.enabled("network namespaces can be had") { try await TestNetwork.canBeHad.value })
    struct NetworkFailureTests {
        @Test func `a partition heals, and the trainer that it cut off comes back`() async throws {
            try await Chaos.onNetwork("partition of trainer-2 heals") { run, hosts in
                try await hosts.second.isolate()
                run.note("trainer-2 cut off in step 5")
                try await hosts.goOn(behind: "trainer-2 is silent", in: run)
                try await run.reissue(because: "trainer-2 is silent")
                let gone = try await run.orchestrator.line("trainer left", "trainer=trainer-2", "nothing was heard")
                try await hosts.second.heal()
                try await run.orchestrator.line("trainer joined", "trainer=trainer-2", after: gone)
                try await run.finish(reissues: .atLeastOne)
            }
        }

        @Test func `a short partition costs a trainer its leases and not its membership`() async throws {
            try await Chaos.onNetwork("short partition of trainer-2") { run, hosts in
                try await hosts.second.isolate()
                run.note("trainer-2 cut off in step 5")
                try await hosts.goOn(behind: "trainer-2 is silent", in: run)
                try await run.reissue(because: "trainer-2 is silent")
                try await hosts.second.heal()
                try await run.orchestrator.line("trainer-2 is heard of again")
                try await run.finish(reissues: .atLeastOne)
                #expect(run.orchestrator.log.filter { $0.contains("trainer joined") }.count == 2)
            }
        }

        @Test func `a trainer's machine vanishes without a word`() async throws {
            try await Chaos.onNetwork("trainer-2's machine vanishes") { run, hosts in
                try await hosts.second.unplug()
                run.deployment.trainers[1].kill()
                try await run.died(run.deployment.trainers[1])
                run.note("its cable pulled in step 5")
                try await hosts.goOn(behind: "trainer-2 is silent", in: run)
                try await run.reissue(because: "trainer-2 is silent")
                try await run.orchestrator.line("trainer left", "trainer=trainer-2", "nothing was heard")
                try await run.finish(reissues: .atLeastOne)
            }
        }

        @Test func `compute's machine vanishes without a word, and another stands in its place`() async throws {
            try await Chaos.onNetwork("compute's machine vanishes") { run, hosts in
                try await hosts.compute.isolate()
                run.deployment.compute.kill()
                try await run.died(run.deployment.compute)
                run.note("cut off in step 5")
                run.deployment.trainers[0].proceed()
                for trainer in run.deployment.trainers {
                    try await trainer.line("compute lost", "nothing was heard")
                }
                try await hosts.compute.heal()
                try await run.deployment.restartCompute()
                try await run.finish(reissues: .none)
                #expect(!run.deployment.trainers.contains { $0.log.contains { $0.contains("session ended") } })
            }
        }

        @Test func `one trainer no longer hears the orchestrator, which hears the trainer`() async throws {
            try await Chaos.onNetwork("trainer-2 no longer hears the orchestrator") { run, hosts in
                try await hosts.second.drop(from: hosts.orchestrator)
                run.note("from step 5 on")
                run.deployment.trainers[0].proceed()
                let trainer = run.deployment.trainers[1]
                try await trainer.line("session ended", "nothing was heard")
                // By then others may have helped with what it owed, and it left nothing.
                try await run.reissue(because: "trainer-2 ")
                let gone = try await run.orchestrator.line("trainer left", "trainer=trainer-2")
                try await hosts.second.heal()
                try await run.orchestrator.line("trainer joined", "trainer=trainer-2", after: gone)
                try await run.finish(reissues: .atLeastOne)
            }
        }

        @Test func `the orchestrator's machine vanishes without a word, and another goes on`() async throws {
            try await Chaos.onNetwork("the orchestrator's machine vanishes", inStep: 15, stopsBoth: true) {
                run, hosts in
                try await run.orchestrator.line("checkpoint written", "step=10")
                try await hosts.orchestrator.isolate()
                run.orchestrator.kill()
                try await run.died(run.orchestrator)
                for trainer in run.deployment.trainers { trainer.proceed() }
                run.note("in step 15")
                for trainer in run.deployment.trainers {
                    try await trainer.line("session ended", "nothing was heard")
                }
                try await hosts.orchestrator.heal()
                try await run.resume()
                #expect(run.resumedAt == 10)
                try await run.finish(reissues: .steps(10..<15))
            }
        }

        @Test func `nothing is left of a network that was taken down`() async throws {
            let network = try await TestNetwork(hosts: "one", "two")
            #expect(try await TestNetwork.leftovers().split(separator: ",").count == 3, "two hosts and the switch")
            try await network.takeDown()
            #expect(try await TestNetwork.leftovers() == "")
        }
    }

    struct Hosts {
        let compute: NetworkHost
        let orchestrator: NetworkHost
        let first: NetworkHost
        let second: NetworkHost

        /// Has the first trainer go on when the orchestrator has said something of the second.
        func goOn(behind text: String, in run: ChaosRun) async throws {
            try await run.orchestrator.line(text)
            run.deployment.trainers[0].proceed()
        }
    }

    /// Hands out a run on four machines whose first trainer has stopped in a step, or both have, and takes the machines
    /// away again.
    ///
    /// A second trainer that hasn't stopped owes something of that step or of the next.
    static func onNetwork(
        _ name: String, inStep step: Int = 5, stopsBoth: Bool = false,
        _ body: (ChaosRun, Hosts) async throws -> Void
    ) async throws {
        let network = try await TestNetwork(hosts: "compute", "orchestrator", "trainer-1", "trainer-2")
        do {
            let hosts = Hosts(
                compute: network.hosts[0], orchestrator: network.hosts[1], first: network.hosts[2],
                second: network.hosts[3])
            var terms = Deployment.Terms()
            terms.computePlace = hosts.compute.place
            terms.orchestratorPlace = hosts.orchestrator.place
            terms.token = "the join token of a run among namespaces"
            let run = try await ChaosRun(name, paceMilliseconds: 20, terms: terms)
            let first = try await run.startTrainer(faults: Chaos.stop(inStep: step), by: hosts.first.place.start)
            let second = try await run.startTrainer(
                faults: stopsBoth ? Chaos.stop(inStep: step) : "", by: hosts.second.place.start)
            for trainer in stopsBoth ? [first, second] : [first] { try await trainer.stopped() }
            try await body(run, hosts)
        } catch {
            try await network.takeDown()
            throw error
        }
        try await network.takeDown()
        #expect(try await TestNetwork.leftovers() == "")
    }
}
