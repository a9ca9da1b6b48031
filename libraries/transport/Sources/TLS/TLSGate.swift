internal import Admission
internal import Digests
internal import NIOCore
internal import NIOSSL

/// The TLS of one connection: believes the peer's certificate or not, and says what went wrong.
///
/// Lives on its channel's event loop.
final class TLSGate {
    /// What the peer may take to say farewell once we end the connection.
    static let farewellTimeout = TimeAmount.seconds(2)

    private let identity: TLSIdentity.Current
    private let side: AdmissionHandler.Side
    private let peerNames: [String]
    private var peer: Certificate?
    private var problem: CertificateProblem?

    init(_ identity: TLSIdentity.Current, side: AdmissionHandler.Side, peerNames: [String]) {
        self.identity = identity
        self.side = side
        self.peerNames = peerNames
    }

    /// What stands in front of the admission.
    func makeHandler() throws -> NIOSSLHandler {
        // What it has encrypted is let go of when it is written, however much it was.
        var configuration = NIOSSLHandler.Configuration()
        configuration.maximumPreservedOutboundBufferCapacity = 1 << 20
        switch side {
        case .dialling:
            return try NIOSSLClientHandler(
                context: identity.dialling, serverHostname: nil, customVerificationCallback: check,
                configuration: configuration)
        case .listening:
            return NIOSSLServerHandler(
                context: try identity.makeListening(), customVerificationCallback: check, configuration: configuration)
        }
    }

    /// Looks at what the peer has shown; only here is a peer believed.
    private func check(_ chain: [NIOSSLCertificate], _ promise: EventLoopPromise<NIOSSLVerificationResult>) {
        do throws(CertificateProblem) {
            let shown = chain.compactMap { try? $0.toDERBytes() }
            peer = try identity.credentials.authority.check(
                shown, on: side == .dialling ? .listening : .dialling, for: peerNames, at: identity.now())
            promise.succeed(.certificateVerified)
        } catch {
            problem = error
            promise.succeed(.failed)
        }
    }

    /// What the connection is known by at both ends: the digests of both certificates, the dialling side's first.
    ///
    /// Who sits between them and shows another certificate, a good one too, has another binding on each side. Nil where
    /// the peer has shown none.
    var binding: [UInt8]? {
        guard let peer, let own = identity.credentials.chain.first else { return nil }
        return side == .dialling ? own.digest.bytes + peer.digest.bytes : peer.digest.bytes + own.digest.bytes
    }

    /// What an error of TLS means; nil for another error.
    func meaning(of error: any Error) -> AdmissionError? {
        guard let failure = TLSFailure(error) else { return nil }
        return switch failure {
        case .peerIsRefused: .certificate(problem ?? .none)
        case .peerShowsNone: .certificate(.none)
        case .weAreRefused:
            .certificateRefused(ours: "\(identity.credentials)", why: identity.credentials.problem(at: identity.now()))
        case .otherVersion: .otherTLSVersion
        case .noTLS: .otherProtection(ours: .tls, theirs: .sealed)
        case .gone: .gone
        case .other(let reason): .tlsFailed(reason: reason)
        }
    }
}
