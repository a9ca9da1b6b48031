import Foundation

/// One run in containers: a project of its own, on any free ports.
final class ComposedRun {
    /// The join token of its services.
    static let token = "the join token of a composed run under test"
    /// The token of its dashboard.
    static let dashboardToken = "only-who-may-look-knows-it"
    static let file = Products.repository.appending(path: "infra/docker-compose.yaml").path

    let project = "pangea-test-\(UUID().uuidString.lowercased().prefix(8))"
    let folder: TemporaryFolder
    private let environment: [String: String]

    /// Starts compute, the orchestrator with `job`, and trainers; ports are published on `address`, or as by default.
    init(job: String, trainers: Int, minimumTrainers: Int? = nil, publishedOn address: String? = nil) async throws {
        folder = try TemporaryFolder()
        try job.write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        environment = [
            "PANGEA_JOB": "\(folder.path)/job.yaml", "PANGEA_MIN_TRAINERS": "\(minimumTrainers ?? trainers)",
            "PANGEA_COMPUTE_PORT": "0", "PANGEA_ORCHESTRATOR_PORT": "0", "PANGEA_DASHBOARD_PORT": "0",
            "PANGEA_LOG_LEVEL": "debug", "PANGEA_PUBLISH": address ?? "",
            "PANGEA_TOKEN": Self.token, "PANGEA_DASHBOARD_TOKEN": Self.dashboardToken,
        ]
        try await scale(trainers: trainers)
    }

    /// What `docker compose` with these arguments prints.
    @discardableResult
    func compose(_ arguments: String...) async throws -> String {
        try await ContainerEngine.run(
            ["compose", "--project-name", project, "--file", Self.file] + arguments, environment: environment)
    }

    /// Brings the project up with so many trainers, whatever there was before.
    func scale(trainers: Int) async throws {
        try await compose("up", "--detach", "--no-build", "--no-recreate", "--scale", "trainer=\(trainers)")
    }

    /// The containers of a service, running or not.
    func containers(of service: String) async throws -> [String] {
        try await compose("ps", "--all", "--quiet", service).split(separator: "\n").map(String.init)
    }

    /// The one container of a service.
    func container(of service: String) async throws -> String {
        let all = try await containers(of: service)
        guard let one = all.first, all.count == 1 else { throw NotOne(service: service, found: all) }
        return one
    }

    /// The orchestrator's log from its beginning, as it grows until it ends; of the leases that nobody had
    /// before only those of every hundredth step.
    func orchestratorLog() async throws -> ServiceProcess {
        try await ServiceProcess(
            "/bin/bash", name: "docker compose logs",
            [
                "-c",
                """
                docker compose --project-name \(project) --file '\(Self.file)' logs --follow --no-color orchestrator |
                    grep --line-buffered -vE 'first time.* round="(evaluation|step [0-9]*([1-9].|.[1-9])")' 1>&2
                """,
            ], environment: environment)
    }

    /// The summary, when the orchestrator has ended well.
    func summary() async throws -> Summary {
        let orchestrator = try await container(of: "orchestrator")
        let status = try await ContainerEngine.run("wait", orchestrator)
        let output = try await ContainerEngine.run("logs", orchestrator)
        guard status == "0", let line = output.split(separator: "\n").last else {
            let log = try await compose("logs", "--no-color", "--tail", "20")
            throw UnexpectedEnd(name: "orchestrator", status: Int32(status) ?? -1, log: [log])
        }
        return try JSONDecoder().decode(Summary.self, from: Data(line.utf8))
    }

    /// Where the host reaches a service's port.
    func published(_ service: String, port: Int) async throws -> String {
        try await compose("port", service, "\(port)")
    }

    /// Takes everything down; returns what is left of the project, which is to be nothing.
    func down() async throws -> [String] {
        try await compose("down", "--volumes", "--remove-orphans")
        let own = ["--quiet", "--filter", "label=com.docker.compose.project=\(project)"]
        var left: [String] = []
        for kind in [["ps", "--all"], ["volume", "ls"], ["network", "ls"]] {
            left += try await ContainerEngine.run(kind + own).split(separator: "\n").map(String.init)
        }
        return left
    }

    /// Runs `body` and takes the project down, also where it throws.
    func takingDown<Result>(_ body: (ComposedRun) async throws -> Result) async throws -> Result {
        do {
            let result = try await body(self)
            let left = try await down()
            guard left.isEmpty else { throw LeftBehind(what: left) }
            return result
        } catch {
            _ = try? await down()
            throw error
        }
    }

    private struct NotOne: Error {
        let service: String
        let found: [String]
    }

    private struct LeftBehind: Error {
        let what: [String]
    }
}
