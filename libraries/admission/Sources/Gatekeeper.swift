internal import Digests

/// The side of a handshake that listens.
public struct Gatekeeper: Sendable {
    private let token: JoinToken
    private let protection: Protection
    private let binding: [UInt8]
    private let nonce: [UInt8]
    private var pending: [UInt8] = []
    private var transcript: Transcript?

    /// Awaits an applicant's first bytes.
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
            if case .otherProtection = error {
                step.reply += HandshakeMessage.refusal(.otherProtection).bytes
            } else {
                step.reply += HandshakeMessage.refusal(.tokenNeeded).bytes
            }
            step.ending = .failed(error)
        }
        return step
    }

    private mutating func answer(_ message: HandshakeMessage) -> HandshakeStep {
        switch (message, transcript) {
        case (.hello(let theirs, let nonce), nil):
            return challenge(theirs, nonce: nonce)
        case (.answer(let proof), let transcript?):
            return admit(proof, transcript)
        case (.refusal(let refusal), _):
            return HandshakeStep(ending: .failed(.refused(refusal)))
        default:
            return HandshakeStep(ending: .failed(.outOfTurn(kind: message.kind)))
        }
    }

    private mutating func challenge(_ theirs: Protection, nonce: [UInt8]) -> HandshakeStep {
        guard theirs == protection else {
            return .refuse(.otherProtection, because: .otherProtection(ours: protection, theirs: theirs))
        }
        let transcript = Transcript(
            token: token, protection: protection, applicantNonce: nonce, gatekeeperNonce: self.nonce,
            binding: binding)
        self.transcript = transcript
        let challenge = HandshakeMessage.challenge(
            protection, nonce: self.nonce, proof: transcript.gatekeeperProof)
        return HandshakeStep(reply: challenge.bytes)
    }

    private func admit(_ proof: [UInt8], _ transcript: Transcript) -> HandshakeStep {
        guard SecretBytes.areEqual(proof, transcript.applicantProof) else {
            return .refuse(.wrongToken, because: .wrongToken)
        }
        let keys = transcript.keys
        return HandshakeStep(
            reply: HandshakeMessage.welcome.bytes,
            ending: .admitted(
                Session(
                    protection: protection, sendingKey: keys.toApplicant, receivingKey: keys.toGatekeeper,
                    rest: pending)))
    }
}
