import Foundation
import FoundationNetworking

/// A real Prometheus (Debian's package) that scrapes services every 200 ms.
final class Prometheus {
    private let folder: TemporaryFolder
    private let process: ServiceProcess
    private let address: String

    /// Starts one; `targets` are addresses by the name of their job, `rules` is a folder of rule files.
    init(scraping targets: [String: String], rules: String? = nil) async throws {
        folder = try TemporaryFolder()
        address = "127.0.0.1:\(try Socket.listening().localPort)"
        let jobs = targets.sorted { $0.key < $1.key }.map { name, target in
            "  - {job_name: \(name), static_configs: [{targets: ['\(target)']}]}"
        }
        let configuration =
            "global: {scrape_interval: 200ms, evaluation_interval: 200ms}\n"
            + (rules.map { "rule_files: ['\($0)/*.yaml']\n" } ?? "") + "scrape_configs:\n"
            + jobs.joined(separator: "\n")
        try configuration.write(toFile: "\(folder.path)/prometheus.yml", atomically: true, encoding: .utf8)
        process = try await ServiceProcess(
            "/usr/bin/prometheus", name: "prometheus",
            [
                "--config.file=\(folder.path)/prometheus.yml", "--storage.tsdb.path=\(folder.path)/data",
                "--web.listen-address=\(address)",
            ])
        try await process.line("Server is ready to receive web requests")
    }

    /// The value of a query that has one sample, waiting until it has it and it fits.
    func value(of query: String, where fits: @Sendable (Double) -> Bool = { _ in true }) async throws -> Double {
        let started = ContinuousClock.now
        while ContinuousClock.now - started < ServiceProcess.deadline {
            if let value = try await newest(query), fits(value) { return value }
            // Nothing tells of a scrape: it is asked a few times in between.
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TooLate(name: "prometheus", what: "fitting value of \(query)", log: process.log)
    }

    /// A rule as Prometheus sees it.
    struct Rule: Decodable {
        let name: String
        let query: String
        /// `ok` once it could be judged, `unknown` before.
        let health: String
        let lastError: String?
    }

    /// All rules, when each was judged.
    func rules() async throws -> [Rule] {
        let started = ContinuousClock.now
        while ContinuousClock.now - started < ServiceProcess.deadline {
            let groups = try JSONDecoder().decode(Answer<Groups>.self, from: await ask("rules")).data.groups
            let rules = groups.flatMap(\.rules)
            if !rules.contains(where: { $0.health == "unknown" }) { return rules }
            await Task.yield()
        }
        throw TooLate(name: "prometheus", what: "judgement of all rules", log: process.log)
    }

    private struct Answer<Content: Decodable>: Decodable {
        let data: Content
    }

    private struct Groups: Decodable {
        struct Group: Decodable {
            let rules: [Rule]
        }

        let groups: [Group]
    }

    private func newest(_ query: String) async throws -> Double? {
        let data = try await ask("query", [URLQueryItem(name: "query", value: query)])
        let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let result = (answer?["data"] as? [String: Any])?["result"] as? [[String: Any]]
        return ((result?.first?["value"] as? [Any])?.last as? String).flatMap { Double($0) }
    }

    private func ask(_ path: String, _ items: [URLQueryItem] = []) async throws -> Data {
        guard var url = URLComponents(string: "http://\(address)/api/v1/\(path)") else { throw URLError(.badURL) }
        url.queryItems = items
        guard let url = url.url else { throw URLError(.badURL) }
        return try await URLSession.shared.data(for: URLRequest(url: url, timeoutInterval: 10)).0
    }
}
