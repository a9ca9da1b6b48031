public import Admission
public import ArgumentParser
internal import Foundation

/// The join token that all services of a run share.
///
/// It comes from a file or the environment, never from the command line, which every user of a machine can read.
public struct JoinOptions: ParsableArguments, Sendable {
    /// The environment variable that holds the token itself.
    public static let tokenVariable = "PANGEA_TOKEN"

    /// The file with the token.
    @Option(
        name: .customLong("token-file"),
        help: "File with the join token that all services of a run share; PANGEA_TOKEN may hold the token itself.")
    public var tokenFile: String?

    /// For ArgumentParser.
    public init() {}

    /// The token of this process's arguments and environment, nil where none is set.
    ///
    /// Throws a `ServiceFailure` for a file that holds none, and where both are set.
    public func token() throws -> JoinToken? { try token(environment: ProcessInfo.processInfo.environment) }

    /// The token of an environment, as ``token()``.
    public func token(environment: [String: String]) throws -> JoinToken? {
        let text = environment[Self.tokenVariable].flatMap { $0.isEmpty ? nil : $0 }
        do {
            switch (tokenFile, text) {
            case (let path?, nil): return try JoinToken(contentsOf: path)
            case (nil, let text?): return try JoinToken(text)
            case (nil, nil): return nil
            case (_?, _?):
                throw ServiceFailure(.usage, "expected --token-file or \(Self.tokenVariable), found both")
            }
        } catch let error as AdmissionError {
            throw ServiceFailure(.badInput, tokenFile == nil ? Self.tokenVariable : "--token-file", cause: error)
        }
    }
}
