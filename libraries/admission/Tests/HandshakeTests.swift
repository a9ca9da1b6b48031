import Admission
import Testing

@Suite struct HandshakeTests {
    private static func token(_ text: String = "a secret of this run's services") throws -> JoinToken {
        try JoinToken(text)
    }

    /// Lets both sides talk, `cut` bytes at a time, until both have ended or neither says anything more.
    private static func talk(
        _ applicant: inout Applicant, _ gatekeeper: inout Gatekeeper, cut: Int = .max
    ) -> (applicant: HandshakeStep.Ending?, gatekeeper: HandshakeStep.Ending?) {
        var (toGatekeeper, toApplicant) = (applicant.hello, [UInt8]())
        var endings: (applicant: HandshakeStep.Ending?, gatekeeper: HandshakeStep.Ending?)
        while !toGatekeeper.isEmpty || !toApplicant.isEmpty {
            let forGatekeeper = toGatekeeper.prefix(cut)
            toGatekeeper.removeFirst(forGatekeeper.count)
            if endings.gatekeeper == nil {
                let step = gatekeeper.take(forGatekeeper)
                toApplicant += step.reply
                endings.gatekeeper = step.ending
            }
            let forApplicant = toApplicant.prefix(cut)
            toApplicant.removeFirst(forApplicant.count)
            if endings.applicant == nil {
                let step = applicant.take(forApplicant)
                toGatekeeper += step.reply
                endings.applicant = step.ending
            }
        }
        return endings
    }

    private static func session(_ ending: HandshakeStep.Ending?) throws -> Session {
        guard case .admitted(let session) = ending else { throw UnexpectedEnding(ending: ending) }
        return session
    }

    private static func failure(_ ending: HandshakeStep.Ending?) throws -> AdmissionError {
        guard case .failed(let error) = ending else { throw UnexpectedEnding(ending: ending) }
        return error
    }

    struct UnexpectedEnding: Error { let ending: HandshakeStep.Ending? }

    @Test(arguments: [1, 7, 41, .max], Protection.allCases)
    func `who has the same token is let in, with the same keys at both ends`(cut: Int, protection: Protection) throws {
        var applicant = Applicant(token: try Self.token(), protection: protection)
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: protection)
        let endings = Self.talk(&applicant, &gatekeeper, cut: cut)
        let (inner, outer) = (try Self.session(endings.gatekeeper), try Self.session(endings.applicant))
        #expect(inner.sendingKey == outer.receivingKey && inner.receivingKey == outer.sendingKey)
        #expect(inner.sendingKey != inner.receivingKey)
        #expect(inner.rest.isEmpty && outer.rest.isEmpty)
        #expect(inner.protection == protection && outer.protection == protection)
    }

    @Test func `who has the same token but another channel below isn't let in`() throws {
        for bindings in [([1], [2]), ([1], []), ([], [1])] as [([UInt8], [UInt8])] {
            var applicant = Applicant(token: try Self.token(), protection: .tls, binding: bindings.0)
            var gatekeeper = Gatekeeper(token: try Self.token(), protection: .tls, binding: bindings.1)
            let endings = Self.talk(&applicant, &gatekeeper)
            #expect(try Self.failure(endings.applicant) == .wrongToken)
            #expect(try Self.failure(endings.gatekeeper) == .refused(.wrongToken))
        }
    }

    @Test func `no two sessions have the same keys`() throws {
        var keys: Set<[UInt8]> = []
        for _ in 0..<4 {
            var applicant = Applicant(token: try Self.token(), protection: .sealed)
            var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
            let session = try Self.session(Self.talk(&applicant, &gatekeeper).applicant)
            keys.insert(session.sendingKey)
            keys.insert(session.receivingKey)
        }
        #expect(keys.count == 8)
    }

    @Test func `another token is refused, and both sides know why`() throws {
        var applicant = Applicant(token: try Self.token("another secret, of another run"), protection: .sealed)
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let endings = Self.talk(&applicant, &gatekeeper)
        #expect(try Self.failure(endings.applicant) == .wrongToken)
        #expect(try Self.failure(endings.gatekeeper) == .refused(.wrongToken))
    }

    @Test func `one side under TLS and one without are refused`() throws {
        var applicant = Applicant(token: try Self.token(), protection: .tls)
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let endings = Self.talk(&applicant, &gatekeeper)
        #expect(try Self.failure(endings.applicant) == .refused(.otherProtection))
        #expect(try Self.failure(endings.gatekeeper) == .otherProtection(ours: .sealed, theirs: .tls))
    }

    /// Everything that an applicant once said is said again, by somebody who overheard it.
    @Test func `a replayed proof is refused`() throws {
        var applicant = Applicant(token: try Self.token(), protection: .sealed)
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let hello = applicant.hello
        let answer = applicant.take(gatekeeper.take(hello).reply).reply
        _ = try Self.session(gatekeeper.take(answer).ending)

        var later = Gatekeeper(token: try Self.token(), protection: .sealed)
        _ = later.take(hello)
        let step = later.take(answer)
        #expect(try Self.failure(step.ending) == .wrongToken)
        #expect(!step.reply.isEmpty)
    }

    /// Who has no token sends the gatekeeper's nonce and proof back, to the same and in another session.
    @Test func `a reflected challenge proves nothing`() throws {
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let honest = Applicant(token: try Self.token(), protection: .sealed)
        let challenge = gatekeeper.take(honest.hello).reply
        // Opening, kind, protection, nonce, proof.
        let (nonce, proof) = (challenge[10..<42], challenge[42..<74])
        #expect(challenge.count == 74)
        #expect(try Self.failure(gatekeeper.take(challenge.prefix(8) + [3] + proof).ending) == .wrongToken)

        // A second session, opened with the first one's nonce, proves what the first one asks for?
        var first = Gatekeeper(token: try Self.token(), protection: .sealed)
        _ = first.take(honest.hello)
        var second = Gatekeeper(token: try Self.token(), protection: .sealed)
        let other = second.take(challenge.prefix(8) + [1, 1] + nonce).reply
        #expect(try Self.failure(first.take(challenge.prefix(8) + [3] + other[42..<74]).ending) == .wrongToken)
    }

    @Test func `a challenge of somebody without the token is answered by no proof`() throws {
        var applicant = Applicant(token: try Self.token(), protection: .sealed)
        var impostor = Gatekeeper(token: try Self.token("what an impostor made up"), protection: .sealed)
        let step = applicant.take(impostor.take(applicant.hello).reply)
        #expect(try Self.failure(step.ending) == .wrongToken)
        // The opening, a kind, a reason: no room for a proof.
        #expect(step.reply.count == 10)
    }

    @Test(
        arguments: [
            Array("GET / HTTP/1.1\r\n".utf8), [0, 0, 0, 0, 1, 0, 0, 0],
            Array("PANGEA\u{0}\u{3}".utf8), Array("PANGEA\u{0}\u{2}\u{9}".utf8),
            // A protection that there isn't.
            Array("PANGEA\u{0}\u{2}\u{1}\u{7}".utf8) + [UInt8](repeating: 0, count: 32),
        ])
    func `other bytes are refused as soon as they differ`(bytes: [UInt8]) throws {
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let step = gatekeeper.take(bytes)
        #expect(try Self.failure(step.ending) == .noHandshake)
        #expect(step.reply == Array("PANGEA\u{0}\u{2}\u{5}\u{3}".utf8))
        var applicant = Applicant(token: try Self.token(), protection: .sealed)
        #expect(try Self.failure(applicant.take(bytes).ending) == .noHandshake)
    }

    @Test(arguments: [[0x16], [0x16, 3, 1], [0x15, 3, 3, 0, 2]] as [[UInt8]])
    func `who speaks TLS where none is set is told so, and named by it`(bytes: [UInt8]) throws {
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let step = gatekeeper.take(bytes)
        #expect(try Self.failure(step.ending) == .otherProtection(ours: .sealed, theirs: .tls))
        #expect(step.reply == Array("PANGEA\u{0}\u{2}\u{5}\u{2}".utf8))
        var applicant = Applicant(token: try Self.token(), protection: .sealed)
        #expect(
            try Self.failure(applicant.take(bytes).ending) == .otherProtection(ours: .sealed, theirs: .tls))
    }

    @Test func `a message out of its turn ends the handshake`() throws {
        let opening = Array("PANGEA\u{0}\u{2}".utf8)
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let early = gatekeeper.take(opening + [3] + [UInt8](repeating: 0, count: 32))
        #expect(try Self.failure(early.ending) == .outOfTurn(kind: 3))
        var applicant = Applicant(token: try Self.token(), protection: .sealed)
        #expect(try Self.failure(applicant.take(opening + [4]).ending) == .outOfTurn(kind: 4))
    }

    @Test func `what comes behind the handshake is kept`() throws {
        var applicant = Applicant(token: try Self.token(), protection: .sealed)
        var gatekeeper = Gatekeeper(token: try Self.token(), protection: .sealed)
        let answer = applicant.take(gatekeeper.take(applicant.hello).reply).reply
        let step = gatekeeper.take(answer + [1, 2, 3])
        #expect(try Self.session(step.ending).rest == [1, 2, 3])
    }
}
