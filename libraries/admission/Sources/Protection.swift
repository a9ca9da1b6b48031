/// What keeps a connection's bytes from being changed on their way.
public enum Protection: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Each record carries a code under a key of the session.
    case sealed = 1
    /// TLS, below the handshake.
    case tls = 2

    /// For messages.
    public var description: String {
        switch self {
        case .sealed: "without TLS"
        case .tls: "under TLS"
        }
    }
}
