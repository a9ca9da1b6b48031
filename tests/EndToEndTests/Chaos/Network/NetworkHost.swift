import Foundation

/// One machine of a network, and what can befall its line.
struct NetworkHost: Sendable {
    let name: String
    let address: String
    private let namespace: String
    private let port: String
    private let switchNamespace: String
    private let firewall: String

    init(name: String, network: String, number: Int, firewall: String) {
        self.name = name
        self.firewall = firewall
        address = "10.218.0.\(number)"
        port = "port\(number)"
        namespace = "\(network)-\(name)"
        switchNamespace = "\(network)-switch"
    }

    /// What starts services here.
    var place: Deployment.Place {
        Deployment.Place(address: address) { executable, name, arguments, environment in
            try await ServiceProcess(
                "/usr/bin/env", name: name,
                ["ip", "netns", "exec", namespace, Products.folder.appending(path: executable).path] + arguments,
                environment: environment)
        }
    }

    /// Drops, without a word, whatever comes and goes.
    func isolate() async throws {
        try await shell("\(rule) -A INPUT ! -i lo -j DROP && \(rule) -A OUTPUT ! -o lo -j DROP")
    }

    /// Drops, without a word, what comes from another host; what goes there still goes.
    func drop(from other: NetworkHost) async throws {
        try await shell("\(rule) -A INPUT -s \(other.address) -j DROP")
    }

    /// Lets everything through again.
    func heal() async throws {
        try await shell("\(rule) -F INPUT && \(rule) -F OUTPUT")
    }

    /// Pulls the cable out of the switch.
    func unplug() async throws {
        try await shell("ip -netns \(switchNamespace) link set \(port) down")
    }

    private var rule: String { "ip netns exec \(namespace) \(firewall) --wait" }
}
