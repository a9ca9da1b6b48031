internal import NIOSSL

/// What an error of TLS says, found by the codes of BoringSSL that its text begins with.
enum TLSFailure: Equatable {
    /// We don't believe the peer's certificate.
    case peerIsRefused
    /// The peer has no certificate.
    case peerShowsNone
    /// The peer doesn't believe ours.
    case weAreRefused
    /// The peer has no TLS 1.3.
    case otherVersion
    /// The peer doesn't speak TLS.
    case noTLS
    /// The peer went away, without a word.
    case gone
    case other(String)

    /// Nil for what is no error of TLS.
    init?(_ error: any Error) {
        switch error {
        case NIOSSLError.handshakeFailed(let error), NIOSSLError.shutdownFailed(let error):
            self.init(error)
        case let error as NIOSSLError:
            self = error == .uncleanShutdown ? .gone : .other("\(error)")
        case let error as BoringSSLError:
            self.init(error)
        case is NIOSSLCloseTimedOutError: self = .gone
        case let error as NIOSSLExtraError: self = .other("\(error)")
        default: return nil
        }
    }

    private init(_ error: BoringSSLError) {
        guard case .sslError(let stack) = error else {
            self = .other("\(error)")
            return
        }
        if stack.contains(.eofDuringHandshake) {
            self = .gone
            return
        }
        let texts = stack.map(\.description)
        let known = texts.lazy.compactMap(Self.code(in:)).compactMap(Self.meaning(of:)).first
        self = known ?? .other(texts.map(Self.words(of:)).joined(separator: "; "))
    }

    /// The reason of BoringSSL's library for TLS in a text that begins "Error: 268435703 error:100000f7:…".
    private static func code(in text: String) -> UInt32? {
        let parts = text.split(separator: " ")
        guard parts.count > 1, let packed = UInt32(parts[1]), packed >> 24 == 16 else { return nil }
        return packed & 0xfff
    }

    /// What a reason means; an alert of the peer's is its number and 1000.
    private static func meaning(of code: UInt32) -> TLSFailure? {
        switch code {
        case 125: .peerIsRefused
        case 192: .peerShowsNone
        // Bad, unsupported, revoked, expired, unknown, of an unknown authority, no access, needed.
        case 1042...1046, 1048, 1049, 1116: .weAreRefused
        case 233, 240, 1070: .otherVersion
        // HTTP for a proxy, HTTP, no record of TLS.
        case 155, 156, 247: .noTLS
        default: nil
        }
    }

    /// "WRONG_VERSION_NUMBER" of "Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at …".
    private static func words(of text: String) -> String {
        let front = text.prefix { $0 != "/" }
        return (front.split(separator: ":").last.map(String.init) ?? text).replacing(" at ", with: "")
    }
}
