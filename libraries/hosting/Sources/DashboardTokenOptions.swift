public import Admission
public import ArgumentParser
internal import Foundation

/// What those have to show who look at a run through its dashboard, and what they show.
public struct DashboardTokenOptions: ParsableArguments, Sendable {
    /// The environment variable that holds the token itself.
    public static let tokenVariable = "PANGEA_DASHBOARD_TOKEN"
    /// The environment variable that names the file.
    public static let fileVariable = "PANGEA_DASHBOARD_TOKEN_FILE"

    /// The file with the token.
    @Option(
        name: .customLong("dashboard-token-file"),
        help: "File with the token that the dashboard asks for; PANGEA_DASHBOARD_TOKEN may hold the token itself.",
        completion: .file())
    public var tokenFile: String?

    /// For ArgumentParser.
    public init() {}

    /// The token of this process's arguments and environment, nil where none is set.
    ///
    /// Throws a `ServiceFailure` for a file that holds none, and where both are set.
    public func token() throws -> DashboardToken? { try token(environment: ProcessInfo.processInfo.environment) }

    /// The token of an environment, as ``token()``.
    public func token(environment: [String: String]) throws -> DashboardToken? {
        // Not every command reads its flags from the environment.
        let named = environment[Self.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
        return try TokenSource(flag: "--dashboard-token-file", variable: Self.tokenVariable)
            .token(inFile: tokenFile ?? named, or: environment)
    }
}
