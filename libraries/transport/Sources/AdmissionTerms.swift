public import Admission

/// What whoever is at the other end of a connection has to prove.
public struct AdmissionTerms: Sendable {
    /// The secret that both ends have.
    public let token: JoinToken
    /// What protects the bytes after the handshake.
    let protection = Protection.sealed

    /// Asks for the token, and has each record carry a code.
    public init(token: JoinToken) {
        self.token = token
    }
}
