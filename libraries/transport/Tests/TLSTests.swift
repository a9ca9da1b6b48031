import Admission
import Foundation
import NIOSSL
import Testing
import Transport

@Suite struct TLSTests {
    @Test(arguments: [nil, TestNode.secret])
    func `frames of any size pass between two whose certificates are of one authority`(token: String?) async throws {
        try await Loopback.pair(
            dialling: try TestNode.options("trainer", token: token, expecting: ["compute"]),
            accepting: try TestNode.options("compute", token: token, expecting: ["trainer", "orchestrator"])
        ) { dialled, accepted in
            for count in [1, 16_384, 65_536, 10_000_000] {
                let bytes = Parcel.bytes(count: count)
                try await dialled.send(try Parcel.message(bytes))
                #expect(try Parcel.contents(of: try await accepted.receive()) == bytes)
                try await accepted.send(try Parcel.message(bytes))
                #expect(try Parcel.contents(of: try await dialled.receive()) == bytes)
            }
            try await dialled.send(try Parcel.message([7]))
            async let closing: Void = dialled.close()
            #expect(try Parcel.contents(of: try await accepted.receive()) == [7])
            #expect(try await accepted.receive() == nil)
            await accepted.close()
            await closing
        }
    }

    /// Two nodes that don't go together, and what each says of the other.
    struct Misfit: Sendable, CustomTestStringConvertible {
        let dialling: String
        var listening = "orchestrator"
        /// When the dialling one believes to live; the other one, now.
        var year: Int?
        /// Whom the dialling and the listening one trust.
        var trusted = ["authority", "authority"]
        var expecting = ["trainer"]
        let said: String
        let logged: String

        var testDescription: String { "\(dialling), \(listening): \(logged)" }
    }

    private static let refused = "the peer refused our certificate"
    private static let misfits = [
        Misfit(
            dialling: "expired", year: 2020, said: refused,
            logged: "found an expired one: certificate \"CN=expired\" for trainer, compute, localhost"),
        Misfit(
            dialling: "not-yet-valid", year: 2115, said: refused,
            logged: "found one for later: certificate \"CN=of the future\""),
        Misfit(
            dialling: "foreign", trusted: ["both", "authority"], said: refused,
            logged: "found a foreign one: certificate \"CN=foreign\""),
        Misfit(
            dialling: "self-signed", trusted: ["self-and-authority", "authority"], said: refused,
            logged: "expected a certificate signed by \"CN=the tests' authority\", found a foreign one"),
        Misfit(
            dialling: "other-name", said: refused,
            logged: "expected a certificate for trainer, found certificate \"CN=elsewhere\" for elsewhere.example"),
        Misfit(
            dialling: "compute", expecting: [], said: refused,
            logged: "expected a certificate for who connects, found another use in certificate \"CN=compute\""),
        // Here it is the dialling one that refuses.
        Misfit(
            dialling: "trainer", listening: "other-name",
            said: "expected a certificate for 127.0.0.1 or orchestrator, found certificate \"CN=elsewhere\"",
            logged: refused),
        Misfit(
            dialling: "trainer", listening: "foreign", trusted: ["authority", "both"],
            said: "found a foreign one: certificate \"CN=foreign\"", logged: refused),
        Misfit(
            dialling: "trainer", listening: "trainer",
            said: "expected a certificate for who listens, found another use", logged: refused),
    ]

    @Test(arguments: misfits, [nil, TestNode.secret])
    func `a certificate that isn't right is refused, and both sides say why`(
        _ misfit: Misfit, token: String?
    ) async throws {
        let trust = try TrustFiles()
        let log = LogRecorder()
        let accepting = try TestNode.options(
            trust.files(misfit.listening, misfit.trusted[1]), token: token, expecting: misfit.expecting)
        let dialling = try TestNode.options(
            trust.files(misfit.dialling, misfit.trusted[0]), token: token, year: misfit.year,
            expecting: ["orchestrator"])
        try await Loopback.listening(accepting, logger: log.logger) { address, accepted in
            let error = await #expect(throws: TransportError.self) {
                // Without a token, who dials hears of it with the first frame.
                let connection = try await Dialer(options: dialling).connect(to: address)
                _ = try await connection.receive()
            }
            #expect(error?.description.hasPrefix("\(address): ") == true && error?.isRefusal == true)
            #expect(error?.description.contains(misfit.said) == true, "\(error?.description ?? "")")
            _ = try await log.line("not admitted", "peer=127.0.0.1:", misfit.logged)
            // Others are let in.
            guard misfit.listening == "orchestrator" else { return }
            let good = try await Dialer(
                options: try TestNode.options("trainer", token: token, expecting: ["orchestrator"])
            ).connect(to: address)
            _ = try await accepted.next()
            good.abort()
        }
        withExtendedLifetime(trust) {}
    }

    @Test func `an own certificate that has expired meanwhile is named by its owner too`() async throws {
        let log = LogRecorder()
        let year = Year(2020)
        let files = TestNode.files("expired")
        let terms = try AdmissionTerms(
            try #require(Credentials(token: nil, tls: files)), logger: log.logger, now: { year.date })
        year.set(2022)
        try await Loopback.listening(try TestNode.options("orchestrator", token: nil)) { address, _ in
            let error = await #expect(throws: TransportError.self) {
                let connection = try await Dialer(options: ConnectionOptions(admission: terms)).connect(to: address)
                _ = try await connection.receive()
            }
            #expect(error?.description.contains("; we too: expected a certificate that is valid at 2022-") == true)
        }
    }

    @Test func `without TLS nobody gets in where TLS is asked for, with or without a token`() async throws {
        let log = LogRecorder()
        try await Loopback.listening(try TestNode.options("orchestrator"), logger: log.logger) { address, _ in
            let plain = try await Dialer(options: ConnectionOptions()).connect(to: address)
            try await plain.send(try Parcel.message(Parcel.bytes(count: 100)))
            let heard = await #expect(throws: TransportError.self) { try await plain.receive() }
            #expect(heard == .otherProtocol(peer: "\(address)", .tls))
            _ = try await log.line("not admitted", "expected a peer that is under TLS, found one that is without TLS")
            let sealed = ConnectionOptions(admission: AdmissionTerms(token: try JoinToken(TestNode.secret)))
            let error = await #expect(throws: TransportError.self) {
                try await Dialer(options: sealed).connect(to: address)
            }
            #expect(error == .notAdmitted(peer: "\(address)", .otherProtection(ours: .sealed, theirs: .tls)))
            _ = try await log.line("not admitted", "expected a peer that is under TLS, found one that is without TLS")
        }
    }

    @Test func `TLS where a token alone is asked for is an error at both ends`() async throws {
        let log = LogRecorder()
        let sealed = ConnectionOptions(admission: AdmissionTerms(token: try JoinToken(TestNode.secret)))
        try await Loopback.listening(sealed, logger: log.logger) { address, _ in
            let error = await #expect(throws: TransportError.self) {
                try await Dialer(options: try TestNode.options("trainer")).connect(to: address)
            }
            #expect(error == .notAdmitted(peer: "\(address)", .otherProtection(ours: .tls, theirs: .sealed)))
            _ = try await log.line("not admitted", "expected a peer that is without TLS, found one that is under TLS")
        }
    }

    @Test func `TLS where nothing is asked for is an error at both ends`() async throws {
        try await Loopback.listening { address, accepted in
            let dialling = Task { try await Dialer(options: try TestNode.options("trainer")).connect(to: address) }
            let connection = try await accepted.next()
            let heard = await #expect(throws: TransportError.self) { try await connection.receive() }
            #expect(heard == .otherProtocol(peer: connection.peer, .tls))
            connection.abort()
            let error = await #expect(throws: TransportError.self) { try await dialling.value }
            #expect(error == .notAdmitted(peer: "\(address)", .gone))
        }
    }

    @Test func `another token is refused under TLS too`() async throws {
        let log = LogRecorder()
        try await Loopback.listening(try TestNode.options("orchestrator"), logger: log.logger) { address, _ in
            let error = await #expect(throws: TransportError.self) {
                try await Dialer(options: try TestNode.options("trainer", token: "a secret of another run"))
                    .connect(to: address)
            }
            #expect(error == .notAdmitted(peer: "\(address)", .wrongToken))
            _ = try await log.line("not admitted", "our join token is another one")
        }
    }

    @Test func `who has no certificate, or no TLS 1.3, is told so and named`() async throws {
        let log = LogRecorder()
        try await Loopback.listening(try TestNode.options("orchestrator"), logger: log.logger) { address, _ in
            try await OtherTLS.dial(address) { _ in }
            _ = try await log.line("not admitted", "peer=127.0.0.1:", "expected a certificate, found none")
            try await OtherTLS.dial(address) { $0.maximumTLSVersion = .tlsv12 }
            _ = try await log.line(
                "not admitted", "peer=127.0.0.1:", "expected TLS 1.3, found a peer with older versions")
        }
    }

    @Test func `who listens with TLS 1.2 alone isn't joined`() async throws {
        try await within {
            try await OtherTLS.listening("orchestrator") {
                $0.maximumTLSVersion = .tlsv12
            } _: { address in
                let error = await #expect(throws: TransportError.self) {
                    try await Dialer(options: try TestNode.options("trainer")).connect(to: address)
                }
                #expect(error == .notAdmitted(peer: "\(address)", .otherTLSVersion))
            }
        }
    }

    @Test(arguments: [[], [0x16], [0x16, 3, 1, 0, 200, 1]] as [[UInt8]])
    func `who begins TLS and goes on with nothing is let go after the deadline`(beginning: [UInt8]) async throws {
        var options = try TestNode.options("orchestrator")
        options.limits.handshakeTimeout = .milliseconds(50)
        let log = LogRecorder()
        try await Loopback.listening(options, logger: log.logger) { address, _ in
            let peer = try RawSocket.connected(to: address)
            peer.write(beginning)
            _ = try await log.line("not admitted", "the handshake took longer than")
            withExtendedLifetime(peer) {}
        }
    }

    @Test func `files that change are read anew by new handshakes, and open connections go on`() async throws {
        let node = try NodeFolder("orchestrator")
        let log = LogRecorder()
        let dialling = try TestNode.options("trainer", expecting: ["orchestrator"])
        let accepting = try TestNode.options(node.files, log: log)
        try await Loopback.listening(accepting) { address, accepted in
            let first = try await Dialer(options: dialling).connect(to: address)
            let firstAccepted = try await accepted.next()
            try node.put("other-name")
            let error = await #expect(throws: TransportError.self) {
                try await Dialer(options: dialling).connect(to: address)
            }
            #expect(error?.description.contains("found certificate \"CN=elsewhere\"") == true)
            _ = try await log.line("TLS files read anew", "CN=elsewhere")
            try node.put("orchestrator")
            let second = try await Dialer(options: dialling).connect(to: address)
            // In the middle of being replaced they are no good, and the old ones stay.
            try node.put("renewed", keyToo: false)
            let third = try await Dialer(options: dialling).connect(to: address)
            _ = try await log.line("TLS files have changed, and the old ones stay", "found another one")
            try await first.send(try Parcel.message([1]))
            #expect(try Parcel.contents(of: try await firstAccepted.receive()) == [1])
            for connection in [first, second, third] { connection.abort() }
        }
        withExtendedLifetime(node) {}
    }
}
