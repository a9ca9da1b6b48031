import Foundation
import Testing

extension Chaos {
    @Suite struct ComputeFailureTests {
        @Test(arguments: ["before", "middle"])
        func `compute dies during a fetch, and is started again`(moment: String) async throws {
            try await Chaos.computeDies(moment)
        }

        @Test func `a connection to compute is cut in the middle of a frame`() async throws {
            var terms = Deployment.Terms()
            terms.computeFaults = "compute.fetch.middle step=5 action=cut"
            let run = try await ChaosRun("fetch cut mid-frame", terms: terms)
            run.note("connection cut in step 5")
            let trainers = [try await run.startTrainer(), try await run.startTrainer()]
            try await run.finish(reissues: .none)
            #expect(trainers.filter { $0.log.contains { $0.contains("compute lost") } }.count == 1)
            #expect(!trainers.contains { $0.log.contains { $0.contains("session ended") } })
        }

        @Test func `the next replica serves when one dies, and one that is dead is passed over`() async throws {
            let second = try await Deployment.startCompute("127.0.0.1:0")
            let secondAddress = try field("address", of: try await second.line("serving"))
            var terms = Deployment.Terms()
            terms.computeFaults = "compute.fetch.before step=5 action=kill"
            // Nobody listens on port 9 of this machine.
            terms.compute = "127.0.0.1:9,\(secondAddress)"
            let run = try await ChaosRun("a replica dies during a fetch", terms: terms)
            let replicas = "\(run.deployment.computeAddress),127.0.0.1:9,\(secondAddress)"
            let trainers = [
                try await run.startTrainer(compute: replicas), try await run.startTrainer(compute: replicas),
            ]
            try await run.died(run.deployment.compute)
            run.note("in a fetch of step 5, another replica serves")
            try await run.finish(reissues: .none)
            for trainer in trainers {
                try await trainer.line("compute lost", run.deployment.computeAddress)
                #expect(!trainer.log.contains { $0.contains("session ended") })
            }
            #expect(second.log.filter { $0.contains("client came") }.count >= 3, "the orchestrator and both trainers")
        }

        @Test func `a replica with other data is passed over`() async throws {
            let folder = try TemporaryFolder()
            try await shell("cp -R '\(Products.data)/digits' '\(folder.path)/digits'")
            try await shell(
                """
                cd '\(folder.path)/digits' && zcat evaluation.csv.gz | head -n 100 | gzip > new
                mv new evaluation.csv.gz
                """)
            let other = try await ServiceProcess(
                "compute", name: "other compute", ["--data-root", folder.path, "--port", "0"])
            let otherAddress = try field("address", of: try await other.line("serving"))
            let run = try await ChaosRun("a replica has other data", minimumTrainers: 1)
            let trainer = try await run.startTrainer(compute: "\(otherAddress),\(run.deployment.computeAddress)")
            try await trainer.line("compute passed over", otherAddress, "digestMismatch")
            try await run.finish(reissues: .none)
        }
    }

    /// Compute ends by SIGKILL when a micro-batch of step 5 was asked for, or is half sent; the trainers stay members.
    static func computeDies(_ moment: String) async throws {
        var terms = Deployment.Terms()
        terms.computeFaults = "compute.fetch.\(moment) step=5 action=kill"
        let run = try await ChaosRun("compute dies during a fetch, \(moment) the answer", terms: terms)
        let trainers = [try await run.startTrainer(), try await run.startTrainer()]
        try await run.died(run.deployment.compute)
        run.note("in a fetch of step 5")
        for trainer in trainers { try await trainer.line("compute lost") }
        try await run.deployment.restartCompute()
        try await run.finish(reissues: .none)
        #expect(!trainers.contains { $0.log.contains { $0.contains("session ended") } })
        #expect(!run.orchestrator.log.contains { $0.contains("trainer left") && $0.contains("warning") })
    }
}
