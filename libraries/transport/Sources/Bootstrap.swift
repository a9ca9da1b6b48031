internal import Admission
private import Glibc
internal import NIOCore
internal import NIOPosix

/// How both sides set their channels up: the one place where a connection's pipeline is built.
enum Bootstrap {
    /// The event loops that all connections of the process share.
    static var eventLoops: any EventLoopGroup { MultiThreadedEventLoopGroup.singleton }

    /// Puts a connection on a channel that has just been made.
    ///
    /// `host` is the one that was dialled, if any. `whenActive` is called once the connection can be used; a channel that closes before never gets there. Where the
    /// peer has to prove something, `whenAdmitted` is called once before, with what came of it.
    static func connection(
        on channel: any Channel, with peer: String, host: String? = nil, options: ConnectionOptions,
        side: AdmissionHandler.Side,
        whenActive: @escaping (Connection) -> Void = { _ in },
        whenAdmitted: @escaping (Result<Void, AdmissionError>) -> Void = { _ in }
    ) throws -> Connection {
        let connection = Connection(
            channel: channel, peer: peer, options: options, isPeerStranger: side == .listening)
        let pipeline = channel.pipeline.syncOperations
        if let terms = options.admission {
            let tls = terms.tls.map {
                TLSGate($0.latest(), side: side, peerNames: (host.map { [$0] } ?? []) + terms.peerNames)
            }
            if let tls { try pipeline.addHandler(try tls.makeHandler()) }
            let gate = AdmissionHandler(
                token: terms.token, tls: tls, side: side, timeout: options.limits.handshakeTimeout,
                whenOver: whenAdmitted)
            try pipeline.addHandler(gate)
        }
        try pipeline.addHandler(ConnectionHandler(connection: connection, whenActive: whenActive))
        return connection
    }

    /// What ended a connection that nobody meant to end.
    static func failure(of error: any Error, to peer: String) -> TransportError {
        if let error = error as? AdmissionError { return .notAdmitted(peer: peer, error) }
        if let error = error as? ChannelError, [.ioOnClosedChannel, .alreadyClosed, .outputClosed].contains(error) {
            return .closed(peer: peer)
        }
        return .failed(peer: peer, operation: "the connection", reason: reason(of: error))
    }

    /// An error of the event loops in the system's own words.
    static func reason(of error: any Error) -> String {
        switch error {
        case let error as IOError:
            return unsafe String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError:
            var reasons: [String] = []
            for failure in error.connectionErrors {
                let reason = reason(of: failure.error)
                if !reasons.contains(reason) { reasons.append(reason) }
            }
            return reasons.isEmpty ? "the host's name leads to no address" : reasons.joined(separator: "; ")
        case let error:
            return "\(error)"
        }
    }
}
