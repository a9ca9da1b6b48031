import Foundation
import Testing

/// Several replicas of compute, as the orchestrator sees them.
@Suite struct ReplicaTests {
    /// A copy of the shipped digits of which a sample is missing.
    private static func otherData() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let script = """
            cp -R "$0/digits" "$1/digits" && cd "$1/digits"
            zcat evaluation.csv.gz | head -n 100 | gzip >new && mv new evaluation.csv.gz
            """
        let copy = try await ServiceProcess(
            "/bin/bash", name: "bash", ["-euc", script, Products.data, folder.path])
        #expect(try await copy.exitStatus() == 0)
        return folder
    }

    private static func compute(_ root: String, address: String = "127.0.0.1:0") async throws -> ServiceProcess {
        let parts = address.split(separator: ":").map(String.init)
        return try await ServiceProcess(
            "compute", name: "compute", ["--data-root", root, "--host", parts[0], "--port", parts[1]])
    }

    @Test
    func `one with other data or out of reach is named, at the start and when it comes back, and the run goes on`()
        async throws
    {
        let others = try await Self.otherData()
        let (first, second) = (try await Self.compute(Products.data), try await Self.compute(Products.data))
        let other = try await Self.compute(others.path)
        var addresses: [String] = []
        for process in [other, first, second] {
            addresses.append(try field("address", of: try await process.line("serving")))
        }
        var terms = Deployment.Terms()
        // Nobody listens on port 9 of this machine.
        terms.compute = (addresses + ["127.0.0.1:9"]).joined(separator: ",")
        // Long enough for what happens to replicas; the end is asked for.
        let run = try await Deployment(job: TestJob.digits(epochs: 100_000), minimumTrainers: 1, terms: terms)
        let passedOver = try await run.orchestrator.line(
            "compute at \(addresses[0]) is passed over: expected data with")
        #expect(passedOver.contains("digest"))
        try await run.orchestrator.line("compute at 127.0.0.1:9 is passed over until it is back")
        try await run.startTrainer(compute: "\(addresses[1]),\(addresses[2])", faults: Chaos.pace(5))
        try await run.orchestrator.line("leased", "round=\"step 5\"")

        second.kill()
        _ = try await second.exitStatus()
        try await run.orchestrator.line("compute at \(addresses[2]) is passed over until it is back")
        let changed = try await Self.compute(others.path, address: addresses[2])
        let named = try await run.orchestrator.line("compute at \(addresses[2]) is passed over: expected data with")
        changed.kill()
        _ = try await changed.exitStatus()
        let restored = try await Self.compute(Products.data, address: addresses[2])
        try await restored.line("serving")
        try await run.orchestrator.line("compute at \(addresses[2]) has the run's data", after: named)
        run.orchestrator.terminate()
        #expect(try await run.orchestrator.exitStatus() == 75)
    }
}
