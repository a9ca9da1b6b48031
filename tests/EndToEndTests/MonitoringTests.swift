import Foundation
import Testing

/// What `infra/monitoring` gives Prometheus and Grafana, against a real Prometheus and a real run.
@Suite struct MonitoringTests {
    private static let folder = Products.repository.appending(path: "infra/monitoring")

    @Test func `dashboard and rules have data in a run, and a killed trainer makes its alert fire`() async throws {
        let run = try await Deployment(job: TestJob.digits(epochs: 100_000), minimumTrainers: 2)
        let watched = try await run.startTrainer()
        let other = try await run.startTrainer()
        for trainer in [watched, other] { try await trainer.line("joined the run") }
        var targets: [String: String] = [:]
        for (name, service) in ["compute": run.compute, "orchestrator": run.orchestrator, "trainer": watched] {
            targets[name] = try await Health.address(of: service)
        }
        let rules = Self.folder.appending(path: "prometheus/rules").path
        let prometheus = try await Prometheus(scraping: targets, rules: rules)

        let queries = try Self.queries()
        #expect(queries.count > 30)
        for (panel, query) in queries {
            let value = try await prometheus.value(of: query) { $0.isFinite }
            #expect(value >= 0, "\(panel): \(query)")
        }
        let judged = try await prometheus.rules()
        #expect(judged.count >= 10)
        for rule in judged { #expect(rule.health == "ok", "\(rule.name): \(rule.lastError ?? "")") }
        for metric in Set(judged.flatMap { $0.query.matches(of: /\b(?:pangea|process)[a-z0-9_:]+/) }.map(\.output)) {
            _ = try await prometheus.value(of: String(metric))
        }

        other.kill()
        let firing = #"ALERTS{alertname="PangeaTrainerLost", alertstate="firing"}"#
        #expect(try await prometheus.value(of: firing) == 1)
        _ = try await prometheus.value(of: #"count(ALERTS{alertstate="firing"}) or vector(0)"#) { $0 > 0 }
    }

    /// Each query of the dashboards with its panel's title, over a range that this test's intervals allow.
    private static func queries() throws -> [(panel: String, query: String)] {
        let folder = folder.appending(path: "grafana/dashboards")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).flatMap {
            file in
            let dashboard = try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: file))
            return dashboard.panels.flatMap { panel in
                panel.targets.map { (panel.title, $0.expr.replacing("$__rate_interval", with: "30s")) }
            }
        }
    }

    private struct Dashboard: Decodable {
        struct Panel: Decodable {
            struct Target: Decodable {
                let expr: String
            }

            let title: String
            let targets: [Target]
        }

        let panels: [Panel]
    }
}
