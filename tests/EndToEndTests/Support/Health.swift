import Foundation
import FoundationNetworking

/// A service's answer about its health.
struct Health: Equatable {
    let status: Int
    let body: String

    /// Where a service serves its health; the last address that it logged, for a trainer may start itself again.
    static func address(of service: ServiceProcess) async throws -> String {
        let first = try await service.line("health is served")
        return try field("address", of: service.log.last { $0.contains("health is served") } ?? first)
    }

    /// Asks a service that logged where it serves its health.
    static func ask(_ path: String, of service: ServiceProcess) async throws -> Health {
        let address = try await address(of: service)
        guard let url = URL(string: "http://\(address)/\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.timeoutInterval = 10
        let (data, response) = try await URLSession.shared.data(for: request)
        return Health(
            status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: String(decoding: data, as: UTF8.self))
    }
}

/// The value of a key in a log line.
func field(_ key: String, of line: String) throws -> String {
    guard let start = line.range(of: " \(key)=") else { throw MissingField(key: key, line: line) }
    return String(line[start.upperBound...].prefix { $0 != " " })
}

/// A log line lacks a key.
struct MissingField: Error {
    let key: String
    let line: String
}
