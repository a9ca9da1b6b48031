import Foundation
import Testing

/// Secrets come from files and the environment, and are shown nowhere.
@Suite struct SecrecyTests {
    /// With signs that look another way in a URL.
    private static let joinToken = "+join/secret+of/this+run=="
    private static let dashboardToken = "+look/secret+of/this+run=="
    /// What strangers try.
    private static let otherJoinToken = "+join/secret+of/another+run=="
    private static let otherDashboardToken = "+look/secret+of/another+run=="
    /// What is no token, in a file that is to be one.
    private static let badToken = "a secret that fits no header"
    /// What a micro-batch takes at least, so that the run lasts while others look and knock.
    private static let pace = Chaos.pace(5)

    /// All that was shown, by where.
    private struct Shown {
        private(set) var places: [(name: String, content: Data)] = []

        mutating func add(_ name: String, _ content: Data) { places.append((name, content)) }

        mutating func add(_ name: String, _ text: String) { add(name, Data(text.utf8)) }

        /// What a process said, and what everybody can read of it while it runs.
        mutating func add(_ process: ServiceProcess) {
            add("\(process.name)'s log", process.log.joined(separator: "\n"))
            add("\(process.name)'s output", process.outputBytes)
        }

        mutating func addCommandLine(of process: ServiceProcess) throws {
            let file = try #require(FileHandle(forReadingAtPath: "/proc/\(process.processIdentifier)/cmdline"))
            add("\(process.name)'s command line", try file.readToEnd() ?? Data())
        }

        func has(_ text: String) -> Bool { places.contains { $0.content.range(of: Data(text.utf8)) != nil } }
    }

    private static func certificates(_ folder: TemporaryFolder) async throws -> (String, ServiceProcess) {
        let path = "\(folder.path)/certs"
        let pangea = try await ServiceProcess(
            "pangea", name: "pangea certs", ["certs", "--directory", path, "compute", "orchestrator", "trainer"])
        #expect(try await pangea.exitStatus() == 0, "\(pangea.log)")
        return (path, pangea)
    }

    private static func secrets(_ certificates: [String]) throws -> [Secret] {
        let keys = try certificates.flatMap { folder in
            try ["authority", "compute", "orchestrator", "trainer"].map { node in
                try Secret(
                    "the key of \(node)",
                    keyInPEM: try String(contentsOfFile: "\(folder)/\(node).key", encoding: .utf8))
            }
        }
        return keys + [
            Secret("the join token", joinToken), Secret("the dashboard's token", dashboardToken),
            Secret("another join token", otherJoinToken), Secret("another dashboard's token", otherDashboardToken),
            Secret("what is no token", badToken),
        ]
    }

    @Test func `no secret is in a log, metric, answer, file, error or command line, however it is written`()
        async throws
    {
        let (nodes, others) = (try TemporaryFolder(), try TemporaryFolder())
        let ((own, made), (foreign, _)) = (try await Self.certificates(nodes), try await Self.certificates(others))
        var terms = Deployment.Terms()
        (terms.token, terms.dashboardToken, terms.certificates) = (Self.joinToken, Self.dashboardToken, own)
        terms.logLevel = "trace"
        // The end is asked for.
        let run = try await Deployment(
            job: TestJob.digits(epochs: 100_000, extra: "checkpoint: {everySteps: 100}"), minimumTrainers: 1,
            flags: ["--dashboard-port", "0"], terms: terms)
        try await run.startTrainer(faults: Self.pace)
        try await run.orchestrator.line("checkpoint written")

        var shown = Shown()
        shown.add(made)
        try await Self.refusals(of: run, own: own, foreign: foreign, in: nodes.path, &shown)
        try await Self.failures(own: own, in: nodes.path, &shown)
        try await Self.looks(at: run, &shown)
        let services = [run.compute, run.orchestrator] + run.trainers
        for service in services {
            shown.add("\(service.name)'s metrics", try await Health.ask("metrics", of: service).body)
            try shown.addCommandLine(of: service)
        }
        run.orchestrator.terminate()
        #expect(try await run.orchestrator.exitStatus() == 75)
        // They would wait for another orchestrator.
        for trainer in run.trainers {
            trainer.terminate()
            _ = try await trainer.exitStatus()
        }
        for service in services { shown.add(service) }
        for file in try FileManager.default.subpathsOfDirectory(atPath: run.folder.path) {
            if let content = FileManager.default.contents(atPath: "\(run.folder.path)/\(file)") {
                shown.add(file, content)
            }
        }

        for what in [
            "not admitted", "found another one", "our join token is another one", "found a foreign one",
            "pangea_steps_total",
            "step committed", "event: steps", "<!doctype html", "__metadata__", "history 1", "expected the key of",
        ] { #expect(shown.has(what), "nothing shows \(what)") }
        for secret in try Self.secrets([own, foreign]) {
            for (name, content) in shown.places {
                #expect(secret.forms(in: content) == [], "\(name) shows \(secret.name)")
            }
        }
    }

    /// Trainers that aren't let in.
    private static func refusals(
        of run: Deployment, own: String, foreign: String, in folder: String, _ shown: inout Shown
    ) async throws {
        let strangers = [
            (Deployment.tls("trainer", in: own), otherJoinToken), (Deployment.tls("trainer", in: own), ""),
            (Deployment.tls("trainer", in: foreign), joinToken), ([:], joinToken),
        ]
        for (number, (environment, token)) in strangers.enumerated() {
            let stranger = try await ServiceProcess(
                "trainer", name: "stranger \(number)",
                [
                    "--orchestrator", run.orchestratorAddress, "--compute", run.computeAddress, "--log-level", "trace",
                ], environment: environment.merging(["PANGEA_TOKEN": token]) { $1 })
            #expect(try await stranger.exitStatus() == 76)
            shown.add(stranger)
        }
    }

    /// Services whose secrets are no good.
    private static func failures(own: String, in folder: String, _ shown: inout Shown) async throws {
        let (short, long, bad) = ("\(folder)/short", "\(folder)/long", "\(folder)/bad")
        try Data(joinToken.utf8.prefix(15)).write(to: URL(fileURLWithPath: short))
        try Data(String(repeating: joinToken, count: 200).utf8).write(to: URL(fileURLWithPath: long))
        try Data(badToken.utf8).write(to: URL(fileURLWithPath: bad))
        try TestJob.digits(epochs: 1).write(toFile: "\(folder)/job.yaml", atomically: true, encoding: .utf8)
        let orchestrator = [
            "\(folder)/job.yaml", "--compute", "127.0.0.1:9", "--run-directory", "\(folder)/run", "--port", "0",
            "--dashboard-port", "0",
        ]
        let compute = ["--data-root", Products.data, "--port", "0"]
        var mixed = Deployment.tls("compute", in: own)
        mixed["PANGEA_TLS_KEY"] = "\(own)/trainer.key"
        var keyless = Deployment.tls("compute", in: own)
        (keyless["PANGEA_TLS_CERTIFICATE"], keyless["PANGEA_TLS_KEY"]) = ("\(own)/compute.key", "\(own)/compute.pem")
        for (service, arguments, environment) in [
            ("compute", compute, ["PANGEA_TOKEN_FILE": short]), ("compute", compute, ["PANGEA_TOKEN_FILE": long]),
            ("compute", compute, mixed), ("compute", compute, keyless),
            ("orchestrator", orchestrator, ["PANGEA_DASHBOARD_TOKEN_FILE": bad]),
            ("orchestrator", orchestrator, ["PANGEA_DASHBOARD_TOKEN": String(dashboardToken.prefix(15))]),
            ("pangea", ["status", "127.0.0.1:9"], ["PANGEA_DASHBOARD_TOKEN": badToken]),
            ("pangea", ["status", "127.0.0.1:9"], ["PANGEA_DASHBOARD_TOKEN": dashboardToken]),
            ("pangea", ["certs", "--directory", own, "compute"], [:]),
        ] as [(String, [String], [String: String])] {
            let process = try await ServiceProcess(
                service, name: "\(service) that fails", arguments,
                environment: environment.merging(["PANGEA_LOG_LEVEL": "trace"]) { $1 })
            #expect([65, 69, 74].contains(try await process.exitStatus()), "\(process.log)")
            shown.add(process)
        }
    }

    /// Those who look at the dashboard, with its token and with another one.
    private static func looks(at run: Deployment, _ shown: inout Shown) async throws {
        let model = "/api/v1/checkpoints/" + (try await checkpoint(of: run))
        for token in [dashboardToken, otherDashboardToken] {
            let basic = "Basic \(Data("anybody:\(token)".utf8).base64EncodedString())"
            for authorization in ["Bearer \(token)", basic] {
                for path in [
                    "/", "/dashboard.js", "/api/v1/run", "/api/v1/trainers", "/api/v1/history", "/api/v1/checkpoints",
                    "/api/v1/events?seconds=1", "/api/v1/openapi.json", model, "/none",
                ] {
                    let answer = try await DashboardAnswer.ask(path, of: run.orchestrator, showing: authorization)
                    #expect((answer.status == 401) == (token == otherDashboardToken))
                    shown.add("the dashboard's answer at \(path)", answer.bytes)
                }
            }
            let url = try await DashboardAnswer.address(of: run.orchestrator)
            for arguments in [["status", url], ["status", url, "--json"]] {
                let pangea = try await ServiceProcess(
                    "pangea", name: "pangea status", arguments, environment: ["PANGEA_DASHBOARD_TOKEN": token])
                #expect(try await pangea.exitStatus() == (token == dashboardToken ? 0 : 76))
                shown.add(pangea)
            }
        }
    }

    /// The name of a checkpoint that will be there for a while.
    private static func checkpoint(of run: Deployment) async throws -> String {
        let answer = try await DashboardAnswer.ask(
            "/api/v1/checkpoints", of: run.orchestrator, showing: "Bearer \(dashboardToken)")
        return try String(#require(answer.text.matches(of: /checkpoint-[0-9]+\.safetensors/).last).output)
    }

    @Test(arguments: [
        ("token=+join/secret+of/this+run==.", "raw"),
        ("2b6a6f696e2f7365637265742b6f662f746869732b72756e3d3d", "hexadecimal"),
        ("2B6A6F696E2F7365637265742B6F662F746869732B72756E3D3D", "HEXADECIMAL"),
        ("K2pvaW4vc2VjcmV0K29mL3RoaXMrcnVuPT0=", "base64, 0 behind"),
        // Behind "x" and "xy".
        ("eCtqb2luL3NlY3JldCtvZi90aGlzK3J1bj09", "base64, 1 behind"),
        ("eHkram9pbi9zZWNyZXQrb2YvdGhpcytydW49PQ==", "base64, 2 behind"),
        ("%2Bjoin%2Fsecret%2Bof%2Fthis%2Brun%3D%3D", "percent"),
    ])
    func `a secret is found in each form`(text: String, form: String) {
        #expect(Secret("the join token", Self.joinToken).forms(in: Data(text.utf8)) == [form])
    }
}
