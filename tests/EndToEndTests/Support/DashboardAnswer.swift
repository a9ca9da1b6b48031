import Foundation
import Testing

/// What a run's dashboard answers a script.
struct DashboardAnswer {
    let status: Int
    /// All of it: the status line, the headers, the body.
    let bytes: Data

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Where an orchestrator serves its dashboard.
    static func address(of orchestrator: ServiceProcess) async throws -> String {
        try field("address", of: try await orchestrator.line("the dashboard is served"))
    }

    /// Asks by `curl`, with a header `Authorization` where one is given: on standard input, for everybody can read a
    /// command line.
    static func ask(
        _ path: String, of orchestrator: ServiceProcess, showing authorization: String? = nil
    ) async throws -> DashboardAnswer {
        let curl = "curl --silent --show-error --max-time 30 --include --header @- \"$0\""
        let process = try await ServiceProcess(
            "/bin/bash", name: "curl",
            [
                "-c", "printf '%s' \"${SHOWN:+Authorization: $SHOWN}\" | \(curl)",
                try await address(of: orchestrator) + path,
            ],
            environment: ["SHOWN": authorization ?? ""])
        guard try await process.exitStatus() == 0 else {
            throw UnexpectedEnd(name: "curl", status: try await process.exitStatus(), log: process.log)
        }
        let answer = process.outputBytes
        let status = String(decoding: answer.prefix(12), as: UTF8.self).split(separator: " ").last.flatMap { Int($0) }
        return DashboardAnswer(status: status ?? 0, bytes: answer)
    }
}
