import Foundation

/// The Docker engine of this machine.
enum ContainerEngine {
    /// Whether the tests that need one are wanted: they build on images that `make docker-build` made.
    static let isWanted = ProcessInfo.processInfo.environment["PANGEA_TEST_DEPLOYMENT"] == "containers"

    /// What `docker` with these arguments prints.
    @discardableResult
    static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> String {
        try await run(arguments, environment: environment)
    }

    /// What `docker` with these arguments prints.
    @discardableResult
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        let process = try await ServiceProcess(
            "/usr/bin/env", name: "docker", ["docker"] + arguments, environment: environment)
        let status = try await process.exitStatus()
        guard status == 0 else {
            throw UnexpectedEnd(
                name: "docker \(arguments.joined(separator: " "))", status: status, log: process.log)
        }
        return process.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Sends a signal to a container's main process from outside, as a crash or the kernel would.
    ///
    /// `docker kill` would count as an order to stop, after which the engine restarts nothing.
    static func signal(_ name: String, _ container: String) async throws {
        let process = try await run("inspect", "--format", "{{.State.Pid}}", container)
        try await run(
            "run", "--rm", "--pid", "host", "--user", "0", "--network", "none", "--entrypoint", "/bin/bash",
            "pangea/trainer", "-c", "kill -\(name) \(process)")
    }

    /// What the engine tells of one container, as lines of a log that can be waited for.
    static func events(of container: String) async throws -> ServiceProcess {
        try await ServiceProcess(
            "/bin/bash", name: "docker events",
            ["-c", "exec docker events --since 1s --filter container=\(container) 1>&2"])
    }
}
