package import ArgumentParser
package import DashboardClient
package import Hosting
internal import Terminal

/// The address of a dashboard on a command line, and what is shown to it.
package struct DashboardArgument: ParsableArguments, Sendable {
    /// As it was given.
    @Argument(help: "The address of a run's dashboard, http://host:port/, as the run prints it.")
    package var url: String

    /// What it asks for.
    @OptionGroup package var token: DashboardTokenOptions

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
    ///
    /// Throws the code to exit with for a token that is none, when the reason has been said.
    package func client() throws -> DashboardClient {
        do {
            return DashboardClient(try DashboardAddress(parsing: url), token: try token.token())
        } catch let failure as ServiceFailure {
            throw CommandEnd.failing(failure.status, "\(failure)")
        }
    }
}
