public import ArgumentParser

/// Where a service answers questions about its health, and shows its metrics.
public struct HealthOptions: ParsableArguments, Sendable {
    /// The address to listen on.
    @Option(name: .customLong("health-host"), help: "Address of /healthz, /readyz and /metrics.")
    public var host = "127.0.0.1"

    /// The port; 0 takes any free one.
    @Option(
        name: .customLong("health-port"),
        help: "Port of /healthz, /readyz and /metrics; 0 takes any free one, none is opened without it.")
    public var port: Int?

    /// Where to write the ports that were bound.
    @Option(
        name: .customLong("ports-file"),
        help: "File that gets the bound ports as JSON, {\"health\": …, \"port\": …}, once the service listens.")
    public var portsFile: String?

    /// For ArgumentParser.
    public init() {}

    /// Refuses ports that there can't be.
    public func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--health-port: expected 0 to 65535, got \(port)")
        }
    }
}
