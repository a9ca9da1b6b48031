import Foundation
import FoundationNetworking

/// A real Prometheus (Debian's package) that scrapes services every 200 ms.
final class Prometheus {
    private let folder: TemporaryFolder
    private let process: ServiceProcess
    private let address: String

    /// Starts one; `targets` are addresses by the name of their job.
    init(scraping targets: [String: String]) async throws {
        folder = try TemporaryFolder()
        address = "127.0.0.1:\(try Socket.listening().localPort)"
        let jobs = targets.sorted { $0.key < $1.key }.map { name, target in
            "  - {job_name: \(name), static_configs: [{targets: ['\(target)']}]}"
        }
        let configuration = "global: {scrape_interval: 200ms}\nscrape_configs:\n" + jobs.joined(separator: "\n")
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

    private func newest(_ query: String) async throws -> Double? {
        guard var url = URLComponents(string: "http://\(address)/api/v1/query") else { throw URLError(.badURL) }
        url.queryItems = [URLQueryItem(name: "query", value: query)]
        guard let url = url.url else { throw URLError(.badURL) }
        let (data, _) = try await URLSession.shared.data(for: URLRequest(url: url, timeoutInterval: 10))
        let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let result = (answer?["data"] as? [String: Any])?["result"] as? [[String: Any]]
        return ((result?.first?["value"] as? [Any])?.last as? String).flatMap { Double($0) }
    }
}
