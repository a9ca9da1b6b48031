/// What a service proves who it is with, and asks of others.
public struct Credentials: Sendable {
    /// The secret of the run, if it has one.
    public let token: JoinToken?
    /// Where the node's certificate is, if it has one; then everything goes by TLS.
    public let tls: TLSFiles?

    /// One of both at least; nil for neither.
    public init?(token: JoinToken?, tls: TLSFiles?) {
        guard token != nil || tls != nil else { return nil }
        self.token = token
        self.tls = tls
    }
}
