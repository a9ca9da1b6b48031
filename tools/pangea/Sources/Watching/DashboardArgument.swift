package import ArgumentParser
package import DashboardClient

/// The address of a dashboard on a command line.
package struct DashboardArgument: ParsableArguments, Sendable {
    /// As it was given.
    @Argument(help: "The address of a run's dashboard, http://host:port/, as the run prints it.")
    package var url: String

    /// For ArgumentParser.
    package init() {}

    /// Refuses what is no address.
    package func validate() throws {
        do {
            _ = try DashboardAddress(parsing: url)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// A client of it.
    package func client() throws -> DashboardClient { DashboardClient(try DashboardAddress(parsing: url)) }
}
