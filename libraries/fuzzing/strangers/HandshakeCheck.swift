internal import Admission

/// Holds both sides of the handshake against honest others: nobody else is let in.
enum HandshakeCheck {
    // Where the fields are: docs/security.md.
    private static let helloEnd = 42
    private static let challengeEnd = 74
    private static let nonce = 10..<42
    private static let answerByteCount = 41
    private static let welcomeByteCount = 9
    private static let mostMessageBytes = 74

    /// What came of some bytes.
    private struct Outcome: Equatable {
        var reply: [UInt8] = []
        var session: [[UInt8]]?
        var error: AdmissionError?
        /// Bytes behind the handshake.
        var rest: [UInt8] = []

        var isOver: Bool { session != nil || error != nil }

        /// Takes note of a step; behind the end everything is somebody else's.
        mutating func take(_ step: HandshakeStep) {
            reply += step.reply
            switch step.ending {
            case .admitted(let session):
                self.session = [session.sendingKey, session.receivingKey]
                rest = session.rest
            case .failed(let error): self.error = error
            case nil: break
            }
        }
    }

    /// What a stranger says who dials.
    static func holdGatekeeper(_ bytes: [UInt8], cut cuts: Cuts) {
        let outcome = same(bytes, cuts) { pieces in
            var gatekeeper = Honest.gatekeeper()
            return run(pieces) { gatekeeper.take($0) }
        }
        requireLittle(outcome, bytes, takenWithReply: helloEnd)
        guard let session = outcome.session else { return }
        // Who had this nonce and the token would have said exactly this.
        var applicant = Honest.applicant(nonce: Array(bytes[nonce]))
        let step = applicant.take(outcome.reply.prefix(challengeEnd))
        let said = applicant.hello + step.reply
        require(said.count == helloEnd + answerByteCount && bytes.starts(with: said), "somebody else is let in")
        require(Array(bytes[said.count...]) == outcome.rest, "bytes behind the handshake are lost")
        guard case .admitted(let other) = applicant.take(outcome.reply.dropFirst(challengeEnd)).ending,
            [other.receivingKey, other.sendingKey] == session
        else { fatalError("the gatekeeper lets in whom the applicant doesn't understand") }
    }

    /// What a stranger says who is dialled.
    static func holdApplicant(_ bytes: [UInt8], cut cuts: Cuts) {
        let outcome = same(bytes, cuts) { pieces in
            var applicant = Honest.applicant()
            return run(pieces) { applicant.take($0) }
        }
        requireLittle(outcome, bytes, takenWithReply: challengeEnd)
        guard let session = outcome.session else { return }
        var gatekeeper = Honest.gatekeeper(nonce: Array(bytes[nonce]))
        let challenge = gatekeeper.take(Honest.applicant().hello).reply
        let step = gatekeeper.take(outcome.reply)
        let said = challenge + step.reply
        require(said.count == challengeEnd + welcomeByteCount && bytes.starts(with: said), "somebody else is joined")
        require(Array(bytes[said.count...]) == outcome.rest, "bytes behind the handshake are lost")
        guard case .admitted(let other) = step.ending, [other.receivingKey, other.sendingKey] == session
        else { fatalError("the applicant joins who doesn't let it in") }
    }

    /// However they are cut, the same bytes come to the same.
    private static func same(
        _ bytes: [UInt8], _ cuts: Cuts, _ body: ([ArraySlice<UInt8>]) -> Outcome
    ) -> Outcome {
        let whole = body([bytes[...]])
        let cut = body(cuts.pieces(of: bytes))
        require(whole == cut, "cut, \(cut) instead of \(whole)")
        return whole
    }

    private static func run(
        _ pieces: [ArraySlice<UInt8>], _ take: (ArraySlice<UInt8>) -> HandshakeStep
    ) -> Outcome {
        var outcome = Outcome()
        for piece in pieces {
            if outcome.isOver {
                if outcome.session != nil { outcome.rest += piece }
            } else {
                outcome.take(take(piece))
            }
        }
        return outcome
    }

    /// While it isn't over, no more is kept than a message has; and nobody is told more than there is to say.
    private static func requireLittle(_ outcome: Outcome, _ bytes: [UInt8], takenWithReply byteCount: Int) {
        require(outcome.reply.count <= 2 * mostMessageBytes, "a stranger is told \(outcome.reply.count) bytes")
        let pending = bytes.count - (outcome.reply.isEmpty ? 0 : byteCount)
        require(outcome.isOver || pending < mostMessageBytes, "\(pending) bytes are kept")
    }
}
