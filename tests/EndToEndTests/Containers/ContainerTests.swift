import Foundation
import Testing

/// The composed services on a real engine; `make e2e-test DEPLOYMENT=containers` runs these.
@Suite(.serialized, .enabled(if: ContainerEngine.isWanted, "make e2e-test DEPLOYMENT=containers runs them"))
struct ContainerTests {
    /// Lasts long enough for containers to come and go meanwhile.
    static let longJob = TestJob.digits(epochs: 600, extra: "checkpoint: {everySteps: 500}")

    /// The digest of the long job, trained by native processes.
    static let longReference = Task {
        let run = try await Deployment(job: longJob, minimumTrainers: 2)
        for _ in 0..<2 { try await run.startTrainer() }
        return try await run.summary().sha256
    }

    @Test func `containers make the model that processes make, and print the summary again when started again`()
        async throws
    {
        let run = try await ComposedRun(job: TestJob.digits(epochs: SameResultTests.epochs), trainers: 2)
        try await run.takingDown { run in
            let summary = try await run.summary()
            #expect(summary.sha256 == (try await SameResultTests.reference.value))
            #expect(summary.trainers == 2)

            let orchestrator = try await run.container(of: "orchestrator")
            let first = try await ContainerEngine.run("logs", orchestrator)
            let second = try await ContainerEngine.run("start", "--attach", orchestrator)
            #expect(second == first.split(separator: "\n").last.map(String.init))
            let log = try await run.compose("logs", "--no-color", "orchestrator")
            #expect(log.split(separator: "\n").filter { $0.contains("waiting for trainers") }.count == 1)
        }
    }

    @Test func `containers are confined, and published on loopback alone`() async throws {
        let run = try await ComposedRun(job: TestJob.digits(epochs: 1), trainers: 1, minimumTrainers: 2)
        try await run.takingDown { run in
            for service in ["compute", "orchestrator", "trainer"] {
                let inspected = try await ContainerEngine.run(
                    "inspect", "--format",
                    "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} "
                        + "{{.HostConfig.SecurityOpt}} {{.HostConfig.PidsLimit}} {{gt .HostConfig.Memory 0}}",
                    try await run.container(of: service))
                #expect(inspected == "pangea true [ALL] [no-new-privileges:true] 256 true", "\(service)")
                let status = try await run.compose("exec", "--no-TTY", service, "cat", "/proc/1/status")
                #expect(status.contains("CapEff:\t0000000000000000"), "\(service)")
                #expect(status.contains("Uid:\t10001"), "\(service)")
            }
            #expect(try await run.published("compute", port: 7102).hasPrefix("127.0.0.1:"))
            #expect(try await run.published("orchestrator", port: 7101).hasPrefix("127.0.0.1:"))
            let dashboard = try await run.published("orchestrator", port: 8100)
            #expect(dashboard.hasPrefix("127.0.0.1:"))
            #expect(try await Self.status(of: "/api/v1/run", at: dashboard, host: dashboard) == 200)
            #expect(try await Self.status(of: "/api/v1/run", at: dashboard, host: "elsewhere.example") == 421)
            #expect(try await Self.status(of: "/api/v1/run", at: dashboard, host: dashboard, token: "another") == 401)
            for service in ["compute", "trainer"] {
                let variables = try await run.compose("exec", "--no-TTY", service, "env")
                #expect(variables.contains(ComposedRun.token) && !variables.contains(ComposedRun.dashboardToken))
            }
        }
    }

    /// What a browser is answered that takes this address for that host's.
    private static func status(
        of path: String, at address: String, host: String, token: String = ComposedRun.dashboardToken
    ) async throws -> Int {
        let curl = try await ServiceProcess(
            "/usr/bin/env", name: "curl",
            [
                "curl", "--silent", "--max-time", "10", "--output", "/dev/null", "--write-out", "%{http_code}",
                "--header", "Host: \(host)", "--header", "Authorization: Bearer \(token)", "http://\(address)\(path)",
            ])
        _ = try await curl.exitStatus()
        return try #require(Int(curl.output))
    }

    @Test func `trainers added during a run take part, and the model is the same`() async throws {
        let run = try await ComposedRun(job: Self.longJob, trainers: 1)
        try await run.takingDown { run in
            let log = try await run.orchestratorLog()
            try await log.line("leased", "round=\"step 100\"")
            try await run.scale(trainers: 4)
            try await log.line("trainer joined", "trainers=4")
            let summary = try await run.summary()
            #expect(summary.trainers == 4)
            #expect(summary.shares.allSatisfy { $0.microBatches > 0 })
            #expect(summary.sha256 == (try await Self.longReference.value))
        }
    }

    @Test func `each container killed once comes back, and the model is the same`() async throws {
        let run = try await ComposedRun(job: Self.longJob, trainers: 2)
        try await run.takingDown { run in
            let log = try await run.orchestratorLog()
            let trainer = try await run.containers(of: "trainer")[0]
            let compute = try await run.container(of: "compute")
            let orchestrator = try await run.container(of: "orchestrator")

            try await log.line("leased", "round=\"step 500\"")
            try await ContainerEngine.signal("KILL", trainer)
            let left = try await log.line("trainer left")
            let victim = try field("trainer", of: left)
            try await log.line("leased", "reason=\"\(victim) left\"")
            try await log.line("trainer joined", "trainer=\(trainer.prefix(12))", "trainers=2", after: left)

            let before = try #require(log.log.last { $0.contains("round=\"step ") })
            try await ContainerEngine.signal("KILL", compute)
            try await log.line("leased", "round=\"step \(try step(of: before) + 1_000)\"")

            let events = try await ContainerEngine.events(of: orchestrator)
            try await ContainerEngine.signal("KILL", orchestrator)
            try await events.line("container start")
            events.kill()
            let resumed = try await run.orchestratorLog().line("resuming")
            #expect(try #require(Int(field("step", of: resumed))) >= 1_000)

            #expect(try await run.summary().sha256 == (try await Self.longReference.value))
            for container in [trainer, compute, orchestrator] {
                #expect(try await ContainerEngine.run("inspect", "--format", "{{.RestartCount}}", container) == "1")
            }
        }
    }

    @Test func `a trainer of another host joins the composed run`() async throws {
        try await OtherHost.with { host in
            let run = try await ComposedRun(
                job: TestJob.digits(epochs: SameResultTests.epochs), trainers: 1, minimumTrainers: 2,
                publishedOn: OtherHost.nearAddress)
            try await run.takingDown { run in
                let trainer = try await host.start(
                    "trainer",
                    [
                        "--orchestrator", try await run.published("orchestrator", port: 7101),
                        "--compute", try await run.published("compute", port: 7102), "--name", "far",
                    ], environment: ["PANGEA_TOKEN": ComposedRun.token])
                let summary = try await run.summary()
                #expect(summary.shares.contains { $0.trainer == "far" && $0.microBatches > 0 })
                #expect(summary.shares.count == 2)
                #expect(summary.sha256 == (try await SameResultTests.reference.value))
                #expect(try await trainer.exitStatus() == 0)
            }
        }
    }

    @Test func `a container whose service hangs turns unhealthy, and healthy again with it`() async throws {
        let run = try await ComposedRun(job: TestJob.digits(epochs: 1), trainers: 0, minimumTrainers: 1)
        try await run.takingDown { run in
            let compute = try await run.container(of: "compute")
            let events = try await ContainerEngine.events(of: compute)
            try await ContainerEngine.signal("STOP", compute)
            let unhealthy = try await events.line("health_status: unhealthy")
            try await ContainerEngine.signal("CONT", compute)
            try await events.line("health_status: healthy", after: unhealthy)
            events.kill()
        }
    }
}

private func step(of line: String) throws -> Int {
    let number = line.components(separatedBy: "round=\"step ").last?.prefix { $0.isNumber }
    return try #require(Int(number ?? ""))
}
