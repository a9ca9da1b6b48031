import Foundation

/// What another machine is to this one: a network of its own, reached through one link.
///
/// A network namespace with a pair of virtual interfaces; needs root.
final class OtherHost {
    /// This machine's address on the link.
    static let nearAddress = "10.217.33.1"
    private static let farAddress = "10.217.33.2"
    private static let namespace = "pangea-other"
    private static let (near, far) = ("pangea-near", "pangea-far")

    private init() {}

    /// Makes the machine, hands it out and takes it away again.
    static func with<Result>(_ body: (OtherHost) async throws -> Result) async throws -> Result {
        // What a test that was killed left behind.
        try await shell("ip netns delete \(namespace) 2>/dev/null || true; ip link delete \(near) 2>/dev/null || true")
        try await shell(
            """
            set -e
            ip netns add \(namespace)
            ip link add \(near) type veth peer name \(far) netns \(namespace)
            ip address add \(nearAddress)/30 dev \(near)
            ip link set \(near) up
            ip -netns \(namespace) address add \(farAddress)/30 dev \(far)
            ip -netns \(namespace) link set \(far) up
            ip -netns \(namespace) link set lo up
            ip -netns \(namespace) route add default via \(nearAddress)
            """)
        do {
            let result = try await body(OtherHost())
            try await shell("ip netns delete \(namespace)")
            return result
        } catch {
            try? await shell("ip netns delete \(namespace)")
            throw error
        }
    }

    /// Starts one of the built services there.
    func start(
        _ service: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> ServiceProcess {
        try await ServiceProcess(
            "/usr/bin/env", name: "\(service) on the other host",
            ["ip", "netns", "exec", Self.namespace, Products.folder.appending(path: service).path] + arguments,
            environment: environment)
    }
}
