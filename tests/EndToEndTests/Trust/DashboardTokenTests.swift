import Foundation
import Testing

/// Who may look at a run: those who have the dashboard's token, and nobody else.
@Suite struct DashboardTokenTests {
    private static let secret = "only-who-may-look-knows-it"
    private static let other = "another-token-of-another-run"

    private static func pangea(_ arguments: [String], token: String = "") async throws -> ServiceProcess {
        try await ServiceProcess(
            "pangea", name: "pangea", arguments, environment: ["PANGEA_DASHBOARD_TOKEN": token])
    }

    private static func basic(_ password: String) -> String {
        "Basic \(Data("anybody:\(password)".utf8).base64EncodedString())"
    }

    @Test func `who has the token looks on and downloads, nobody else does, and no log has it`() async throws {
        var terms = Deployment.Terms()
        terms.dashboardToken = Self.secret
        // Long enough for all that look; the end is asked for.
        let run = try await Deployment(
            job: TestJob.digits(epochs: 100_000, extra: "checkpoint: {everySteps: 5}"), minimumTrainers: 1,
            flags: ["--dashboard-port", "0"], terms: terms)
        try await run.startTrainer(faults: Chaos.pace(5))
        try await run.orchestrator.line("checkpoint written")
        let url = try await DashboardAnswer.address(of: run.orchestrator)

        for path in ["/", "/dashboard.js", "/api/v1/run", "/api/v1/events?seconds=0", "/api/v1/checkpoints", "/none"] {
            let bare = try await DashboardAnswer.ask(path, of: run.orchestrator)
            #expect(bare.status == 401, "\(path)")
            #expect(bare.text.lowercased().contains("www-authenticate: basic realm=\"pangea\", charset=\"utf-8\""))
            for shown in ["Bearer \(Self.other)", Self.basic(Self.other)] {
                #expect(try await DashboardAnswer.ask(path, of: run.orchestrator, showing: shown).status == 401)
            }
            for shown in ["Bearer \(Self.secret)", Self.basic(Self.secret)] {
                let answer = try await DashboardAnswer.ask(path, of: run.orchestrator, showing: shown)
                #expect(answer.status == (path == "/none" ? 404 : 200), "\(path)")
                #expect(!answer.text.contains(Self.secret))
            }
        }
        let events = try await DashboardAnswer.ask(
            "/api/v1/events?seconds=1", of: run.orchestrator, showing: "Bearer \(Self.secret)")
        #expect(events.text.contains("event: steps"), "\(events.text)")
        let wrong = try await run.orchestrator.line("not admitted to the dashboard", "found another one")
        #expect(wrong.contains("notice") && wrong.contains("peer=127.0.0.1:"))
        try report("orchestrator", "another dashboard token", status: 0, wrong)
        #expect(
            try await Health.ask("metrics", of: run.orchestrator).body.contains(
                "pangea_dashboard_requests_refused_total{reason=\"noToken\"} 6"))

        let watch = try await Self.pangea(["watch", url, "--json"], token: Self.secret)
        try await watch.printed("\"event\":\"steps\"")
        run.orchestrator.terminate()
        #expect(try await run.orchestrator.exitStatus() == 75)
        #expect(try await watch.exitStatus() == 75)
        let logs = [run.compute, run.orchestrator, watch] + run.trainers
        #expect(
            !logs.contains { ($0.log + [$0.output]).contains { $0.contains(Self.secret) || $0.contains(Self.other) } })
    }

    @Test func `pangea shows the token of a file or a variable, and says what is wrong without it`() async throws {
        var terms = Deployment.Terms()
        terms.dashboardToken = Self.secret
        let run = try await Deployment(
            job: TestJob.digits(epochs: 1), minimumTrainers: 1, flags: ["--dashboard-port", "0"], terms: terms)
        let url = try await DashboardAnswer.address(of: run.orchestrator)
        let file = "\(run.folder.path)/dashboard-token"
        try "\(Self.secret)\n".write(toFile: file, atomically: true, encoding: .utf8)

        for (arguments, token) in [(["--dashboard-token-file", file], ""), ([], Self.secret)] {
            let status = try await Self.pangea(["status", url] + arguments, token: token)
            #expect(try await status.exitStatus() == 0, "\(status.log)")
            #expect(status.output.hasPrefix("digits  "), "\(status.output)")
        }
        let named = try await ServiceProcess(
            "pangea", name: "pangea", ["status", url, "--json"], environment: ["PANGEA_DASHBOARD_TOKEN_FILE": file])
        #expect(try await named.exitStatus() == 0, "\(named.log)")

        for (command, token, said) in [
            ("status", "", "it asks for a dashboard token (--dashboard-token-file FILE or PANGEA_DASHBOARD_TOKEN)"),
            ("status", Self.other, "our dashboard token is another one"),
            ("watch", "", "and none is set here"), ("watch", Self.other, "our dashboard token is another one"),
        ] {
            let refused = try await Self.pangea([command, url], token: token)
            #expect(try await refused.exitStatus() == 76)
            #expect(refused.log.last?.contains(said) == true, "\(refused.log)")
        }
        let short = try await Self.pangea(["status", url], token: "hush")
        #expect(try await short.exitStatus() == 65)
        #expect(short.log.last?.contains("dashboard token: expected 16 to 4096 bytes, found 4") == true, "\(short.log)")
    }

    @Test func `pangea run asks for the token that it is given, and follows its own run with it`() async throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/dashboard-token"
        try Self.secret.write(toFile: file, atomically: true, encoding: .utf8)
        let run = try await CommandRun(
            job: TestJob.digits(epochs: 4), in: folder, ["--dashboard-token-file", file], faults: Chaos.pace(20))
        let url = try await run.dashboard()
        // It has been told by its own dashboard.
        try await run.training()
        let bare = try await Self.pangea(["status", url])
        #expect(try await bare.exitStatus() == 76)
        let status = try await Self.pangea(["status", url], token: Self.secret)
        #expect(try await status.exitStatus() == 0, "\(status.log)")
        #expect(try await run.pangea.exitStatus() == 0)
    }

    @Test func `beyond loopback the dashboard begins only with a token, or told to be insecure`() async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let arguments = [
            "\(folder.path)/job.yaml", "--compute", "127.0.0.1:9", "--run-directory", "\(folder.path)/run", "--port",
            "0",
            "--dashboard-host", "0.0.0.0",
        ]
        let open = arguments + ["--dashboard-port", "0"]
        let refused = try await ServiceProcess("orchestrator", name: "orchestrator", open)
        #expect(try await refused.exitStatus() == 64)
        let message = try #require(refused.log.last { $0.contains("critical") })
        try report("orchestrator", "a dashboard for everybody", status: 64, message)
        for (arguments, environment) in [
            (open + ["--insecure"], [:]), (open, ["PANGEA_DASHBOARD_TOKEN": Self.secret]),
            // Where there is no dashboard, its address doesn't matter.
            (arguments, [:]),
        ] {
            let started = try await ServiceProcess(
                "orchestrator", name: "orchestrator", arguments, environment: environment)
            try await started.line("waiting for compute")
        }
    }

    @Test func `a token that is none ends the orchestrator with 65, and two with 64`() async throws {
        let folder = try TemporaryFolder()
        try TestJob.digits(epochs: 1).write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let file = "\(folder.path)/dashboard-token"
        try "with spaces it fits no header".write(toFile: file, atomically: true, encoding: .utf8)
        for (name, flag, token, code) in [
            ("a dashboard token that is too short", "", "hush", 65),
            ("a dashboard token that isn't there", "\(folder.path)/none", "", 65),
            ("a dashboard token with spaces", file, "", 65),
            ("two dashboard tokens", file, Self.secret, 64),
        ] as [(String, String, String, Int32)] {
            let orchestrator = try await ServiceProcess(
                "orchestrator", name: "orchestrator",
                [
                    "\(folder.path)/job.yaml", "--compute", "127.0.0.1:9", "--run-directory", "\(folder.path)/run",
                    "--port", "0", "--dashboard-port", "0",
                ], environment: ["PANGEA_DASHBOARD_TOKEN": token, "PANGEA_DASHBOARD_TOKEN_FILE": flag])
            #expect(try await orchestrator.exitStatus() == code)
            let message = try #require(orchestrator.log.last { $0.contains("critical") })
            #expect(!message.contains("fits no header") && !message.contains("hush"))
            try report("orchestrator", name, status: code, message)
        }
    }
}
