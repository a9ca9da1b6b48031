public import Admission
public import Foundation
public import Logging

/// What whoever is at the other end of a connection has to prove.
public struct AdmissionTerms: Sendable {
    /// The secret that both ends have, if they have one.
    let token: JoinToken?
    /// What we show under TLS, and whom we believe; no TLS where nil.
    let tls: TLSIdentity?
    /// The hosts and roles of which a peer's certificate has to be for one; who dials adds the host that it dials.
    ///
    /// Any certificate of the authority will do for who listens and names none.
    var peerNames: [String] = []

    /// Asks for the token, and has each record carry a code.
    public init(token: JoinToken) {
        self.token = token
        tls = nil
    }

    /// Asks for what `credentials` have: TLS with certificates on both sides, the token, or both.
    ///
    /// Certificates are held against what `now` says. Throws `.badCertificate` where TLS is asked for and the files are no
    /// good.
    public init(
        _ credentials: Credentials, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(AdmissionError) {
        token = credentials.token
        guard let files = credentials.tls else {
            tls = nil
            return
        }
        tls = try TLSIdentity(files, logger: logger, now: now)
    }
}
