public import Admission
public import ArgumentParser
internal import Foundation

/// What a service proves who it is with: the join token that all services of a run share, and its own certificate.
///
/// The token comes from a file or the environment, never from the command line, which every user of a machine can read.
public struct JoinOptions: ParsableArguments, Sendable {
    /// The environment variable that holds the token itself.
    public static let tokenVariable = "PANGEA_TOKEN"

    /// The file with the token.
    @Option(
        name: .customLong("token-file"),
        help: "File with the join token that all services of a run share; PANGEA_TOKEN may hold the token itself.")
    public var tokenFile: String?

    /// The file with the node's certificate.
    @Option(
        name: .customLong("tls-certificate"),
        help: "File with this node's certificate in PEM; with it and the two below, everything goes by TLS.")
    public var tlsCertificate: String?

    /// The file with the certificate's key.
    @Option(name: .customLong("tls-key"), help: "File with the key of the certificate, in PEM.")
    public var tlsKey: String?

    /// The file with the certificates of those whose signatures are trusted.
    @Option(
        name: .customLong("tls-authority"),
        help: "File with the certificate of the authority that has signed the others', in PEM.")
    public var tlsAuthority: String?

    /// For ArgumentParser.
    public init() {}

    /// What this process's arguments and environment have, nil for neither a token nor a certificate; the certificate's
    /// files aren't read yet.
    ///
    /// Throws a `ServiceFailure` as ``token()``, and where one of the certificate's files is named without the others.
    public func credentials() throws -> Credentials? { Credentials(token: try token(), tls: try tlsFiles()) }

    /// The files of the node's certificate, nil where none is named.
    ///
    /// Throws a `ServiceFailure` where some are named and others aren't.
    public func tlsFiles() throws -> TLSFiles? {
        switch (tlsCertificate, tlsKey, tlsAuthority) {
        case (nil, nil, nil): return nil
        case (let certificate?, let key?, let authority?):
            return TLSFiles(certificate: certificate, key: key, authority: authority)
        default:
            let named = [
                ("--tls-certificate", tlsCertificate), ("--tls-key", tlsKey), ("--tls-authority", tlsAuthority),
            ].filter { $0.1 != nil }.map(\.0)
            throw ServiceFailure(
                .usage,
                "expected --tls-certificate, --tls-key and --tls-authority together, found \(named.joined(separator: ", "))"
                    + " alone")
        }
    }

    /// The token of this process's arguments and environment, nil where none is set.
    ///
    /// Throws a `ServiceFailure` for a file that holds none, and where both are set.
    public func token() throws -> JoinToken? { try token(environment: ProcessInfo.processInfo.environment) }

    /// The token of an environment, as ``token()``.
    public func token(environment: [String: String]) throws -> JoinToken? {
        try TokenSource(flag: "--token-file", variable: Self.tokenVariable).token(inFile: tokenFile, or: environment)
    }
}
