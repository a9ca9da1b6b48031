import Foundation
import Synchronization

/// A network for one test: hosts that are network namespaces, joined by a switch that is one too.
///
/// `tests/network` makes it and takes it away again, with all that runs in it, when this object or this process goes.
final class TestNetwork: Sendable {
    private static let count = Mutex(0)

    let hosts: [NetworkHost]
    private let guardian: ServiceProcess

    /// Whether namespaces can be had; where the kernel refuses, the reason is printed, once.
    ///
    /// A tool that is missing is no such reason: then the tests run, and fail.
    static let canBeHad = Task {
        let trial = try await ServiceProcess(
            "/usr/bin/env", name: "unshare", ["unshare", "--net", "true"], environment: ["LC_ALL": "C"])
        try await trial.exitStatus()
        guard let refusal = trial.log.first(where: { $0.contains("unshare failed") }) else { return true }
        print("chaos across network namespaces is skipped: \(refusal)")
        return false
    }

    /// Makes the network; throws what its script said where that fails, for instance without iproute2 and iptables.
    init(hosts names: String...) async throws {
        let number = Self.count.withLock { count in
            count += 1
            return count
        }
        let prefix = "pangea-chaos-\(getpid())-\(number)"
        guardian = try await ServiceProcess(
            Products.repository.appending(path: "tests/network").path, name: "network", [prefix, "\(getpid())"] + names)
        let firewall = try field("firewall", of: try await guardian.line("the network is up"))
        hosts = names.enumerated().map { position, name in
            NetworkHost(name: name, network: prefix, number: position + 1, firewall: firewall)
        }
    }

    deinit { guardian.terminate() }

    /// Takes the network away, and all that still runs in it.
    func takeDown() async throws {
        guardian.terminate()
        try await guardian.exitStatus()
    }

    /// The namespaces of this process's networks that are there.
    static func leftovers() async throws -> String {
        let list = try await ServiceProcess("/usr/bin/env", name: "ip", ["ip", "netns", "list"])
        try await list.exitStatus()
        return list.output.split(separator: "\n").filter { $0.contains("pangea-chaos-\(getpid())-") }
            .joined(separator: ", ")
    }
}
