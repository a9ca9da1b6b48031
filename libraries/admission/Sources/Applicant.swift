internal import Digests

/// The side of a handshake that dials.
///
/// Not before the gatekeeper has proven that it has the token does it prove anything itself.
public struct Applicant: Sendable {
    private let token: JoinToken
    private let protection: Protection
    private let binding: [UInt8]
    private let nonce: [UInt8]
    private var pending: [UInt8] = []
    private var transcript: Transcript?

    /// Begins; the first bytes to be sent are ``hello``.
    ///
    /// `binding` is what the channel below is known by at both ends: who sits between them has another one on each side.
    public init(token: JoinToken, protection: Protection, binding: [UInt8] = []) {
        self.init(
            token: token, protection: protection, binding: binding,
            nonce: SecretBytes.random(count: HandshakeMessage.nonceByteCount))
    }

    /// With a nonce from outside, for who wants the same handshake again.
    package init(token: JoinToken, protection: Protection, binding: [UInt8] = [], nonce: [UInt8]) {
        self.token = token
        self.protection = protection
        self.binding = binding
        self.nonce = nonce
    }

    /// What the handshake begins with.
    public var hello: [UInt8] { HandshakeMessage.hello(protection, nonce: nonce).bytes }

    /// Takes what came.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> HandshakeStep {
        pending += bytes
        var step = HandshakeStep()
        do throws(AdmissionError) {
            while step.ending == nil, let message = try HandshakeMessage.take(from: &pending) {
                let next = answer(message)
                step.reply += next.reply
                step.ending = next.ending
            }
        } catch {
            // Whoever sends other bytes wouldn't understand a refusal.
            step.ending = .failed(error)
        }
        return step
    }

    private mutating func answer(_ message: HandshakeMessage) -> HandshakeStep {
        switch (message, transcript) {
        case (.challenge(let theirs, let nonce, let proof), nil):
            return check(theirs, nonce: nonce, proof: proof)
        case (.welcome, let transcript?):
            let keys = transcript.keys
            return HandshakeStep(
                ending: .admitted(
                    Session(
                        protection: protection, sendingKey: keys.toGatekeeper, receivingKey: keys.toApplicant,
                        rest: pending)))
        case (.refusal(let refusal), _):
            return HandshakeStep(ending: .failed(.refused(refusal)))
        default:
            return HandshakeStep(ending: .failed(.outOfTurn(kind: message.kind)))
        }
    }

    private mutating func check(_ theirs: Protection, nonce: [UInt8], proof: [UInt8]) -> HandshakeStep {
        guard theirs == protection else {
            return .refuse(.otherProtection, because: .otherProtection(ours: protection, theirs: theirs))
        }
        let transcript = Transcript(
            token: token, protection: protection, applicantNonce: self.nonce, gatekeeperNonce: nonce,
            binding: binding)
        guard SecretBytes.areEqual(proof, transcript.gatekeeperProof) else {
            return .refuse(.wrongToken, because: .wrongToken)
        }
        self.transcript = transcript
        return HandshakeStep(reply: HandshakeMessage.answer(proof: transcript.applicantProof).bytes)
    }
}
