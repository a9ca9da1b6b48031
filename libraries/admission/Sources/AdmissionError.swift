/// Why somebody isn't let in, or no longer believed.
public enum AdmissionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A text that is no token of this kind.
    case badToken(_ kind: String, reason: String)
    /// Files that don't make a node under TLS.
    case badCertificate(reason: String)
    /// The peer's certificate isn't believed.
    case certificate(CertificateProblem)
    /// The peer doesn't believe our certificate; `why` is what is wrong with it in our own eyes, if anything.
    case certificateRefused(ours: String, why: CertificateProblem?)
    /// The peer speaks another version of TLS.
    case otherTLSVersion
    /// TLS failed otherwise.
    case tlsFailed(reason: String)
    /// What came is no handshake.
    case noHandshake
    /// The peer has another token.
    case wrongToken
    /// One side is under TLS and the other isn't, or says so.
    case otherProtection(ours: Protection, theirs: Protection)
    /// The peer says that it doesn't let us in.
    case refused(Refusal)
    /// A message of the handshake came out of its turn.
    case outOfTurn(kind: UInt8)
    /// The peer took too long.
    case tooSlow(after: Duration)
    /// The peer went away before the handshake was over.
    case gone
    /// A record's code isn't what it must be: it was changed on its way, or comes from somebody else.
    case forgedRecord(number: UInt64)
    /// A record of a length that there can't be.
    case badRecord(byteCount: UInt32)

    /// Whether the other side's mind has to change, or one side's settings, before another attempt can help.
    public var isRefusal: Bool {
        switch self {
        case .badToken, .badCertificate, .certificate, .certificateRefused, .otherTLSVersion, .noHandshake, .wrongToken,
            .otherProtection, .refused:
            true
        case .tlsFailed, .outOfTurn, .tooSlow, .gone, .forgedRecord, .badRecord: false
        }
    }

    /// Says what was expected and what came.
    public var description: String {
        switch self {
        case .badToken(let kind, let reason): "\(kind): \(reason)"
        case .badCertificate(let reason): "TLS: \(reason)"
        case .certificate(let problem): "\(problem)"
        case .certificateRefused(let ours, let why):
            "the peer refused our \(ours); " + (why.map { "we too: \($0)" } ?? "its log says why")
        case .otherTLSVersion: "expected TLS 1.3, found a peer with older versions alone"
        case .tlsFailed(let reason): "TLS failed: \(reason)"
        case .noHandshake: "expected a handshake with a join token, found other bytes: the peer has no token"
        case .wrongToken: "the peer has another join token"
        case .otherProtection(let ours, let theirs): "expected a peer that is \(ours), found one that is \(theirs)"
        case .refused(let refusal): "the peer refused us: \(refusal)"
        case .outOfTurn(let kind): "the handshake's message \(kind) came out of its turn"
        case .tooSlow(let duration): "the handshake took longer than \(duration)"
        case .gone:
            "the peer went away during the handshake; it may expect another protection, or have no join token"
        case .forgedRecord(let number): "record \(number) is not what the peer sent: its code is wrong"
        case .badRecord(let byteCount): "expected a record of 1 to \(RecordSeal.mostBytes) bytes, found \(byteCount)"
        }
    }
}

/// Why a side doesn't let the other in, as it tells it.
public enum Refusal: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The other's proof isn't right.
    case wrongToken = 1
    /// One side is under TLS, the other isn't.
    case otherProtection = 2
    /// The other began with something else than a handshake.
    case tokenNeeded = 3

    /// For whom it is told to.
    public var description: String {
        switch self {
        case .wrongToken: "our join token is another one"
        case .otherProtection: "it uses TLS and we don't, or the other way round"
        case .tokenNeeded: "it asks for a join token"
        }
    }
}
