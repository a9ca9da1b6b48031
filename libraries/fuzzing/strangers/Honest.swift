internal import Admission

/// Those who have the token, with nonces that are the same each time.
enum Honest {
    private static let token: JoinToken = {
        guard let token = try? JoinToken("a secret of this run's services") else { fatalError("no token") }
        return token
    }()

    static func gatekeeper(nonce: [UInt8] = Array(repeating: 7, count: 32)) -> Gatekeeper {
        Gatekeeper(token: token, protection: .sealed, nonce: nonce)
    }

    static func applicant(nonce: [UInt8] = Array(repeating: 8, count: 32)) -> Applicant {
        Applicant(token: token, protection: .sealed, nonce: nonce)
    }

    /// What each of them says in a handshake, and what both are left with.
    static let handshake: (applicant: [UInt8], gatekeeper: [UInt8], inner: Session, outer: Session) = {
        var (applicant, gatekeeper) = (Self.applicant(), Self.gatekeeper())
        let challenge = gatekeeper.take(applicant.hello)
        let answer = applicant.take(challenge.reply)
        let welcome = gatekeeper.take(answer.reply)
        guard case .admitted(let inner) = welcome.ending,
            case .admitted(let outer) = applicant.take(welcome.reply).ending
        else { fatalError("an honest handshake that fails") }
        return (applicant.hello + answer.reply, challenge.reply + welcome.reply, inner, outer)
    }()
}
