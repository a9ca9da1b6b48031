/// What somebody speaks whose first bytes are no frame.
public enum OtherProtocol: Hashable, Sendable, CustomStringConvertible {
    /// The handshake with a join token.
    case joinHandshake
    /// TLS: its first record, or its alert.
    case tls
    /// HTTP, as browsers and probes do.
    case http

    /// Tells it by a frame that announced so many segments; nil for what may be a frame gone wrong.
    ///
    /// The first four bytes of each, read as a frame's beginning, announce more than any limit allows.
    init?(segmentCount: Int) {
        let word = UInt32(truncatingIfNeeded: segmentCount - 1)
        switch (0..<4).map({ UInt8(truncatingIfNeeded: word >> (8 * $0)) }) {
        case Array("PANG".utf8): self = .joinHandshake
        case Array("GET ".utf8), Array("POST".utf8), Array("HEAD".utf8), Array("HTTP".utf8): self = .http
        case let first where (first[0] == 0x15 || first[0] == 0x16) && first[1] == 3: self = .tls
        default: return nil
        }
    }

    /// What can be done about it.
    public var description: String {
        switch self {
        case .joinHandshake: "it asks for a join token, and none is set here"
        case .tls: "it speaks TLS, and TLS isn't set here"
        case .http: "it speaks HTTP: this port is for services of Pangea"
        }
    }
}
