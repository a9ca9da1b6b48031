import Foundation
import Testing

@Suite struct InitialisationTests {
    @Test func `services come up in any order, ready when they can work`() async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0", "--health-port", "0"])
        let computeAddress = try field("address", of: try await compute.line("serving"))
        #expect(try await Health.ask("healthz", of: compute) == Health(status: 200, body: "ok\n"))
        #expect(try await Health.ask("readyz", of: compute) == Health(status: 200, body: "ready\n"))

        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                "\(folder.path)/job.yaml", "--compute", computeAddress, "--port", "0", "--run-directory",
                "\(folder.path)/run", "--health-port", "0", "--min-trainers", "2",
            ])
        let opened = try await orchestrator.line("data is open")
        #expect(try field("trainingSamples", of: opened) == "1437")
        #expect(try field("evaluationSamples", of: opened) == "360")
        #expect(try field("outputs", of: opened) == "10")
        let address = try field("address", of: try await orchestrator.line("waiting for trainers"))
        #expect(try await Health.ask("readyz", of: orchestrator).status == 200)

        let trainer = try await ServiceProcess(
            "trainer", name: "trainer",
            ["--orchestrator", address, "--compute", computeAddress, "--name", "one", "--health-port", "0"])
        try await orchestrator.line("trainer joined", "trainer=one")
        try await trainer.line("joined the run", "run=digits")
        #expect(try await Health.ask("readyz", of: trainer) == Health(status: 200, body: "ready\n"))

        trainer.terminate()
        #expect(try await trainer.exitStatus() == 0)
        try await orchestrator.line("trainer left", "trainer=one")
        orchestrator.terminate()
        #expect(try await orchestrator.exitStatus() == 75)
        compute.signal(SIGINT)
        #expect(try await compute.exitStatus() == 0)
    }

    @Test func `an orchestrator without compute isn't ready, and says what is missing`() async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                "\(folder.path)/job.yaml", "--compute", "127.0.0.1:1", "--port", "0", "--run-directory",
                "\(folder.path)/run", "--health-port", "0",
            ])
        try await orchestrator.line("waiting for compute", "127.0.0.1:1")
        let ready = try await Health.ask("readyz", of: orchestrator)
        #expect(ready.status == 503)
        #expect(ready.body == "run: the data isn't open yet\n")
        #expect(try await Health.ask("healthz", of: orchestrator).status == 200)
        orchestrator.terminate()
        #expect(try await orchestrator.exitStatus() == 75)
    }

    @Test func `a trainer without an orchestrator isn't ready, and is stopped in order`() async throws {
        let trainer = try await ServiceProcess(
            "trainer", name: "trainer",
            ["--orchestrator", "127.0.0.1:1", "--compute", "127.0.0.1:1", "--health-port", "0"])
        let ready = try await Health.ask("readyz", of: trainer)
        #expect(ready == Health(status: 503, body: "membership: not a member of a run yet\n"))
        trainer.terminate()
        #expect(try await trainer.exitStatus() == 0)
    }

    @Test func `a signal isn't lost on a trainer that executes itself again with the job's numerics`() async throws {
        let deployment = try await Deployment(job: TestJob.digits(epochs: 1), minimumTrainers: 2)
        let trainer = try await deployment.startTrainer(faults: "trainer.restart action=stop") {
            // Another kernel than the job's.
            try await ServiceProcess(
                $0, name: $1, $2, environment: $3.merging(["OPENBLAS_CORETYPE": "Prescott"]) { $1 })
        }
        try await trainer.stopped()
        trainer.terminate()
        trainer.proceed()
        // The signal may be the system's again by the time that it arrives.
        #expect([0, -SIGTERM].contains(try await trainer.exitStatus()))
        #expect(!trainer.log.contains { $0.contains("restarting") })
    }

    @Test func `a trainer without an orchestrator gives up after its patience`() async throws {
        let trainer = try await ServiceProcess(
            "trainer", name: "trainer",
            ["--orchestrator", "127.0.0.1:1", "--compute", "127.0.0.1:1", "--patience", "1"])
        #expect(try await trainer.exitStatus() == 69)
        #expect(trainer.log.last?.contains("127.0.0.1:1") == true)
    }

    @Test(arguments: [
        ("epochz: 3", 65, "epochz"),
        ("target: {accuracy: 2}", 65, "target.accuracy"),
    ])
    func `a job file with a mistake ends at once, naming it`(extra: String, status: Int, word: String) async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1, extra: extra)
            .write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            ["\(folder.path)/job.yaml", "--compute", "127.0.0.1:1", "--run-directory", "\(folder.path)/run"])
        #expect(try await orchestrator.exitStatus() == Int32(status))
        #expect(orchestrator.log.contains { $0.contains(word) && $0.contains("line ") })
    }

    @Test func `data that isn't there is named with its path`() async throws {
        let folder = try TemporaryFolder()
        let job = TestJob.digits(epochs: 1).replacing("digits/training.csv.gz", with: "digits/missing.csv.gz")
        try job.write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0"])
        let orchestrator = try await ServiceProcess(
            "orchestrator", name: "orchestrator",
            [
                "\(folder.path)/job.yaml", "--compute", try field("address", of: try await compute.line("serving")),
                "--port", "0", "--run-directory", "\(folder.path)/run",
            ])
        #expect(try await orchestrator.exitStatus() == 65)
        #expect(orchestrator.log.last?.contains("digits/missing.csv.gz") == true)
    }
}
