public import Admission
public import Foundation
public import Logging
internal import NIOSSL
private import Synchronization

/// A node's certificate, its key and whom it trusts, read anew when their files have changed.
///
/// A handshake takes what the files hold when it begins; connections that are open go on.
public final class TLSIdentity: Sendable {
    /// What handshakes are made with.
    struct Current: Sendable {
        let credentials: TLSCredentials
        let dialling: NIOSSLContext
        fileprivate let listening: TLSConfiguration
        let now: @Sendable () -> Date

        /// What one connection is taken with.
        ///
        /// Each has its own: the keys of session tickets are a context's, so that none that an earlier connection was given
        /// is good for a later one, and every peer shows its certificate.
        func makeListening() throws -> NIOSSLContext { try TLSIdentity.context(listening) }
    }

    private struct State {
        var current: Current
        /// Of the files that `current` was made of.
        var stamps: [FileStamp?]
        /// Of files that were no good, so that they are named once.
        var refused: [FileStamp?] = []
    }

    private let files: TLSFiles
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let state: Mutex<State>

    /// Reads the files; certificates are held against what `now` says.
    ///
    /// Throws `.badCertificate`.
    public init(
        _ files: TLSFiles, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(AdmissionError) {
        self.files = files
        self.logger = logger
        self.now = now
        let stamps = FileStamp.all(of: files)
        let current = try Self.current(of: try files.read(at: now()), now)
        state = Mutex(State(current: current, stamps: stamps))
        logger.info("TLS", metadata: ["own": "\(current.credentials)"])
    }

    /// What the next handshake is made with.
    ///
    /// Files that have changed and are no good are named in the log, and what was read before stays: they may be in the
    /// middle of being replaced.
    func latest() -> Current {
        state.withLock { state in
            let stamps = FileStamp.all(of: files)
            guard stamps != state.stamps else { return state.current }
            do {
                state.current = try Self.current(of: try files.read(at: now()), now)
                state.stamps = stamps
                logger.notice("TLS files read anew", metadata: ["own": "\(state.current.credentials)"])
            } catch {
                if stamps != state.refused {
                    logger.warning("TLS files have changed, and the old ones stay", metadata: ["reason": "\(error)"])
                }
                state.refused = stamps
            }
            return state.current
        }
    }

    private static func current(
        of credentials: TLSCredentials, _ now: @escaping @Sendable () -> Date
    ) throws(AdmissionError) -> Current {
        do {
            let chain = try credentials.chain.map {
                NIOSSLCertificateSource.certificate(try NIOSSLCertificate(bytes: $0.der, format: .der))
            }
            let key = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(bytes: credentials.key, format: .pem))
            let trusted = NIOSSLTrustRoots.certificates(
                try credentials.authority.certificates.map { try NIOSSLCertificate(bytes: $0.der, format: .der) })
            var listening = TLSConfiguration.makeServerConfigurationWithMTLS(
                certificateChain: chain, privateKey: key, trustRoots: trusted)
            listening.sendCANameList = true
            var dialling = TLSConfiguration.makeClientConfiguration()
            dialling.certificateChain = chain
            dialling.privateKey = key
            dialling.trustRoots = trusted
            // Hosts and roles are looked at by us, at both ends.
            dialling.certificateVerification = .noHostnameVerification
            let current = Current(
                credentials: credentials, dialling: try context(dialling), listening: listening, now: now)
            // What is no good shows here rather than on a connection.
            _ = try current.makeListening()
            return current
        } catch {
            throw .badCertificate(reason: "\(credentials): \(error)")
        }
    }

    private static func context(_ configuration: TLSConfiguration) throws -> NIOSSLContext {
        var configuration = configuration
        configuration.minimumTLSVersion = .tlsv13
        configuration.maximumTLSVersion = .tlsv13
        configuration.shutdownTimeout = TLSGate.farewellTimeout
        return try NIOSSLContext(configuration: configuration)
    }
}
