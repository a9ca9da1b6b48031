/// One message of the handshake, as it stands on the wire: the opening, a byte for its kind, and its fields.
enum HandshakeMessage: Equatable {
    /// What a connection with a token begins with, in both directions.
    ///
    /// As the beginning of a frame it would announce more segments than any limit allows.
    static let opening = Array("PANGEA\u{0}\u{2}".utf8)
    static let nonceByteCount = 32
    static let proofByteCount = 32
    private static let headByteCount = opening.count + 1

    /// The applicant begins.
    case hello(Protection, nonce: [UInt8])
    /// The gatekeeper answers, and proves first.
    case challenge(Protection, nonce: [UInt8], proof: [UInt8])
    /// The applicant proves.
    case answer(proof: [UInt8])
    /// The gatekeeper lets it in.
    case welcome
    /// Either side ends it.
    case refusal(Refusal)

    /// The number that its kind has on the wire.
    var kind: UInt8 {
        switch self {
        case .hello: 1
        case .challenge: 2
        case .answer: 3
        case .welcome: 4
        case .refusal: 5
        }
    }

    var bytes: [UInt8] {
        let head = Self.opening + [kind]
        return switch self {
        case .hello(let protection, let nonce): head + [protection.rawValue] + nonce
        case .challenge(let protection, let nonce, let proof): head + [protection.rawValue] + nonce + proof
        case .answer(let proof): head + proof
        case .welcome: head
        case .refusal(let refusal): head + [refusal.rawValue]
        }
    }

    /// Takes a message off the front of what came, nil while it isn't complete.
    ///
    /// Throws `.noHandshake` at the first byte that no message has there, `.otherProtection` where it is one of TLS.
    static func take(from bytes: inout [UInt8]) throws(AdmissionError) -> HandshakeMessage? {
        guard bytes.starts(with: opening.prefix(bytes.count)) else {
            throw isTLS(bytes) ? .otherProtection(ours: .sealed, theirs: .tls) : .noHandshake
        }
        guard bytes.count >= headByteCount else { return nil }
        guard let bodyByteCount = bodyByteCounts[bytes[opening.count]] else { throw .noHandshake }
        guard bytes.count >= headByteCount + bodyByteCount else { return nil }
        let body = Array(bytes[headByteCount..<headByteCount + bodyByteCount])
        let kind = bytes[opening.count]
        bytes.removeFirst(headByteCount + bodyByteCount)
        guard let message = HandshakeMessage(kind: kind, body: body) else { throw .noHandshake }
        return message
    }

    /// Whether bytes begin as a record of TLS does: a handshake or an alert.
    private static func isTLS(_ bytes: [UInt8]) -> Bool { bytes[0] == 0x16 || bytes[0] == 0x15 }

    private static let bodyByteCounts: [UInt8: Int] = [
        1: 1 + nonceByteCount, 2: 1 + nonceByteCount + proofByteCount, 3: proofByteCount, 4: 0, 5: 1,
    ]

    /// `body` has its kind's length.
    private init?(kind: UInt8, body: [UInt8]) {
        switch kind {
        case 1:
            guard let protection = Protection(rawValue: body[0]) else { return nil }
            self = .hello(protection, nonce: Array(body[1...]))
        case 2:
            guard let protection = Protection(rawValue: body[0]) else { return nil }
            let proofStart = 1 + Self.nonceByteCount
            self = .challenge(protection, nonce: Array(body[1..<proofStart]), proof: Array(body[proofStart...]))
        case 3: self = .answer(proof: body)
        case 4: self = .welcome
        case 5:
            guard let refusal = Refusal(rawValue: body[0]) else { return nil }
            self = .refusal(refusal)
        default: return nil
        }
    }
}
