import Foundation
import Testing

@Suite struct MetricsTests {
    @Test func `Prometheus scrapes all three services, and promtool finds nothing to complain of`() async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: 100_000), minimumTrainers: 1)
        let trainer = try await run.startTrainer(faults: Chaos.pace(5))
        // By now it has started itself again, and serves where it will.
        try await trainer.line("joined the run")
        let services = ["compute": run.compute, "orchestrator": run.orchestrator, "trainer": trainer]
        var targets: [String: String] = [:]
        for (name, service) in services {
            targets[name] = try await Health.address(of: service)
        }
        let prometheus = try await Prometheus(scraping: targets)
        for name in targets.keys {
            _ = try await prometheus.value(of: "up{job=\"\(name)\"}") { $0 == 1 }
            for metric in [
                "process_resident_memory_bytes", "process_open_fds", "pangea_received_bytes_total",
                "pangea_sent_bytes_total",
            ] {
                _ = try await prometheus.value(of: "\(metric){job=\"\(name)\"}") { $0 > 0 }
            }
        }
        for query in [
            "pangea_steps_total", "pangea_samples_total", "pangea_epochs_total", "pangea_leases_issued_total",
            "pangea_step_seconds_sum{part=\"wait\"}", "pangea_step_seconds_sum{part=\"compute\"}",
            "pangea_step_seconds_sum{part=\"reduce\"}", "pangea_step_seconds_sum{part=\"send\"}",
            "pangea_lease_seconds_sum{part=\"wait\"}", "pangea_lease_seconds_sum{part=\"compute\"}",
            "pangea_lease_seconds_sum{part=\"reduce\"}", "pangea_lease_seconds_sum{part=\"send\"}",
            "pangea_batches_served_total{split=\"training\"}", "pangea_batches_served_total{split=\"evaluation\"}",
            "pangea_preprocessing_seconds_sum", "pangea_checkpoint_seconds_count",
            "pangea_micro_batches_total{phase=\"training\"}", "pangea_member",
            "sum(pangea_trainers{state=~\"working|idle\"})",
        ] {
            _ = try await prometheus.value(of: query) { $0 > 0 }
        }
        #expect(try await prometheus.value(of: "pangea_rows_parsed_total") == 1797, "1,437 and 360 digits")
        _ = try await prometheus.value(of: "pangea_leases_reissued_total")
        #expect(try await prometheus.value(of: "pangea_pushes_refused_total{job=\"orchestrator\"}") == 0)
        for (name, service) in services {
            let metrics = try await Health.ask("metrics", of: service)
            #expect(metrics.status == 200)
            #expect(try await promtool(metrics.body) == "", "of \(name)")
        }
        run.trainers[0].kill()
        _ = try await prometheus.value(of: "pangea_trainers{state=\"gone\"}") { $0 == 1 }
    }

    @Test func `promtool finds what is wrong`() async throws {
        #expect(try await promtool("# TYPE steps counter\nsteps 1\n").contains("_total"))
    }

    /// What `promtool check metrics` has to say.
    private func promtool(_ metrics: String) async throws -> String {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/metrics"
        try metrics.write(toFile: file, atomically: true, encoding: .utf8)
        let process = try await ServiceProcess(
            "/bin/bash", name: "promtool", ["-c", "promtool check metrics <\"$0\" 2>&1 && echo fine", file])
        let status = try await process.exitStatus()
        return status == 0 ? process.output.replacing("fine\n", with: "") : process.output
    }
}
