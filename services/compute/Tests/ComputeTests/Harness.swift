import Compute
import Datasets
import Foundation
import Hosting
import Logging
import ServiceLifecycle
import Synchronization
import Telemetry
import Transport
import WireProtocol

import enum Schemas.FailureCode
import enum Schemas.Role

/// The real service on a free port, and clients that talk with it over loopback.
struct Harness: Sendable {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let description = DataDescription(
        source: .csv(CSVFiles(training: "t.csv", evaluation: "e.csv", hasHeader: true, labelColumn: "y")),
        standardisation: .feature)

    let root: String
    let address: Address
    let readiness: Readiness
    let metrics: ComputeMetrics

    static func identity(_ role: Role) -> PeerIdentity {
        PeerIdentity(
            role: role, name: "\(role)",
            capabilities: MachineCapabilities(cores: 1, memoryBytes: 1, processor: "", blasKernel: ""))
    }

    /// Serves 23 training and 7 evaluation samples of 3 features in 4 classes while `body` runs, then shuts down.
    static func run(_ body: @escaping @Sendable (Harness) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "compute-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try table(0..<23).write(toFile: folder + "/t.csv", atomically: true, encoding: .utf8)
        try table(100..<107).write(toFile: folder + "/e.csv", atomically: true, encoding: .utf8)

        let (addresses, continuation) = AsyncStream<Address>.makeStream()
        let readiness = Readiness(conditions: [ComputeService.serving: "not listening yet"])
        let metrics = ComputeMetrics(in: MetricRegistry())
        let service = ComputeService(
            dataRoot: folder, listen: try Address(host: "127.0.0.1", port: 0), identity: identity(.compute),
            readiness: readiness, metrics: metrics, ports: BoundPorts(path: nil, expecting: []), logger: logger,
            onListening: { continuation.yield($0) })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [.init(service: service)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await group.run()
                continuation.finish()
            }
            for await address in addresses {
                try await withDeadline(.seconds(60), for: "the test's body") {
                    try await body(Harness(root: folder, address: address, readiness: readiness, metrics: metrics))
                }
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        guard readiness.missing == ["serving: stopping"] else { throw NotStopped(missing: readiness.missing) }
    }

    struct NotStopped: Error {
        let missing: [String]
    }

    private static func table(_ rows: Range<Int>) -> String {
        "a,b,y,c\n" + rows.map { "\($0),\($0 * $0 % 17),\($0 % 4),\(Float($0) / 8)\n" }.joined()
    }

    /// Talks with the service as a trainer does.
    func withClient<Result: Sendable>(
        _ body: @escaping @Sendable (ComputeClient) async throws -> Result
    ) async throws -> Result {
        try await withConversation { conversation in
            let client = ComputeClient(conversation)
            return try await withThrowingTaskGroup(of: Result?.self) { group in
                group.addTask {
                    try await client.run()
                    return nil
                }
                group.addTask { try await body(client) }
                defer { group.cancelAll() }
                while let result = try await group.next() {
                    if let result { return result }
                }
                throw CancellationError()
            }
        }
    }

    func withConversation<Result: Sendable>(
        _ body: @escaping @Sendable (Conversation) async throws -> Result
    ) async throws -> Result {
        try await Dialer(options: try HeartbeatTerms.options()).withConnection(to: address) { connection in
            try await body(try await Conversation.open(on: connection, as: Self.identity(.trainer), with: .compute))
        }
    }
}
