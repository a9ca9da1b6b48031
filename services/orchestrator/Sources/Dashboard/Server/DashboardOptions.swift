package import ArgumentParser

/// Where the dashboard and its API are served.
package struct DashboardOptions: ParsableArguments, Sendable {
    /// The address to listen on.
    @Option(name: .customLong("dashboard-host"), help: "Address of the dashboard and its JSON API.")
    package var host = "127.0.0.1"

    /// The port; 0 takes any free one.
    @Option(
        name: .customLong("dashboard-port"),
        help: "Port of the dashboard and its JSON API; 0 takes any free one, none is opened without it.")
    package var port: Int?

    /// For ArgumentParser.
    package init() {}

    /// Refuses ports that there can't be.
    package func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--dashboard-port: expected 0 to 65535, got \(port)")
        }
    }
}
