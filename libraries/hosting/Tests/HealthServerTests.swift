import ArgumentParser
import Foundation
import FoundationNetworking
import Hosting
import Logging
import ServiceLifecycle
import Telemetry
import Testing

@Suite struct HealthServerTests {
    /// Does something while the group runs, and then ends it.
    struct Main: Service {
        let body: @Sendable () async throws -> Void
        func run() async throws { try await body() }
    }

    private static func options(_ arguments: String...) throws -> HealthOptions {
        try HealthOptions.parse(arguments)
    }

    private static func ask(_ port: Int, _ path: String) async throws -> (status: Int, body: String) {
        guard let url = URL(string: "http://127.0.0.1:\(port)/\(path)") else { throw URLError(.badURL) }
        let (data, response) = try await URLSession.shared.data(for: URLRequest(url: url, timeoutInterval: 20))
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }

    /// The port in a ports file.
    private static func port(_ path: String) throws -> Int {
        let ports = try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        return ports["health"] ?? 0
    }

    @Test func `a service is ready exactly while all of its conditions hold`() async throws {
        let folder = try TemporaryFolder()
        let readiness = Readiness(conditions: ["data": "not open yet", "peer": "nobody came"])
        let book = LogBook()
        let listening = Gate<Int>()
        let ports = BoundPorts(path: folder.path + "/ports", expecting: ["health"])
        let server = HealthServer(
            options: try Self.options("--health-port", "0"), readiness: readiness, metrics: MetricRegistry(),
            ports: ports, logger: book.logger(),
            onListening: { listening.open($0) })
        let status = await ServiceRunner.run(
            main: Main {
                let port = try #require(await listening.wait())
                #expect(try Self.port(folder.path + "/ports") == port)
                #expect(try await Self.ask(port, "healthz") == (200, "ok\n"))
                #expect(try await Self.ask(port, "readyz") == (503, "data: not open yet\npeer: nobody came\n"))
                readiness.meet("data")
                #expect(try await Self.ask(port, "readyz") == (503, "peer: nobody came\n"))
                readiness.meet("peer")
                #expect(try await Self.ask(port, "readyz") == (200, "ready\n"))
                readiness.fail("peer", reason: "lost")
                #expect(try await Self.ask(port, "readyz") == (503, "peer: lost\n"))
                #expect(try await Self.ask(port, "healthz").status == 200)
                #expect(try await Self.ask(port, "other").status == 404)
            }, helpers: [server], logger: book.logger())
        #expect(status == .done)
    }

    @Test func `without a port nothing listens, and the service still runs`() async throws {
        let book = LogBook()
        let server = HealthServer(
            options: try Self.options(), readiness: Readiness(conditions: [:]), metrics: MetricRegistry(),
            ports: BoundPorts(path: nil, expecting: []), logger: book.logger(), onListening: { _ in })
        #expect(await ServiceRunner.run(main: Main {}, helpers: [server], logger: book.logger()) == .done)
        #expect(!book.all.contains { $0.contains("health is served") })
    }

    @Test func `a port in use ends the service, naming it`() async throws {
        let book = LogBook()
        let listening = Gate<Int>()
        @Sendable func server(_ port: Int) throws -> HealthServer {
            HealthServer(
                options: try Self.options("--health-port", "\(port)"), readiness: Readiness(conditions: [:]),
                metrics: MetricRegistry(),
                ports: BoundPorts(path: nil, expecting: []), logger: book.logger(),
                onListening: { listening.open($0) })
        }
        let status = await ServiceRunner.run(
            main: Main {
                let port = try #require(await listening.wait())
                let second = try server(port)
                let status = await ServiceRunner.run(
                    main: Main { try await gracefulShutdown() }, helpers: [second], logger: book.logger())
                #expect(status == .unavailable)
                #expect(book.all.contains { $0.contains("can't serve health on 127.0.0.1:\(port)") })
            }, helpers: [try server(0)], logger: book.logger())
        #expect(status == .done)
    }

    @Test(arguments: ["-1", "65536", "x"])
    func `a port that there can't be is refused`(port: String) {
        #expect(throws: (any Error).self) { try Self.options("--health-port=\(port)") }
    }
}

extension URLRequest {
    fileprivate init(url: URL, timeoutInterval: TimeInterval) {
        self.init(url: url)
        self.timeoutInterval = timeoutInterval
    }
}
