package import ArgumentParser
internal import Foundation
package import Hosting

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

    /// What those have to show who look.
    @OptionGroup package var token: DashboardTokenOptions

    /// Under which names it may be asked for; nil where nobody said.
    @Option(
        name: .customLong("dashboard-names"),
        help: """
            Names, by commas, under which the dashboard may be asked for, beside localhost; without it any, and none \
            where it is served on the loopback.
            """)
    package var names: String?

    /// The same one by one.
    package var admittedNames: [String]? {
        names?.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    /// For ArgumentParser.
    package init() {}

    /// Refuses ports that there can't be.
    package func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--dashboard-port: expected 0 to 65535, got \(port)")
        }
        // A port isn't looked at: "name:80" would never be admitted.
        for name in admittedNames ?? [] where name.isEmpty || name.contains(where: { ":/ ".contains($0) }) {
            throw ValidationError("--dashboard-names: expected names without ports, by commas, got \"\(name)\"")
        }
    }
}
