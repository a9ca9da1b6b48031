private import Glibc
internal import NIOCore
internal import NIOPosix

/// How both sides set their channels up: the one place where a connection's pipeline is built.
enum Bootstrap {
    /// The event loops that all connections of the process share.
    static var eventLoops: any EventLoopGroup { MultiThreadedEventLoopGroup.singleton }

    /// Puts a connection on a channel that has just been made.
    ///
    /// `whenActive` is called once the connection can be used; a channel that closes before never gets there.
    static func connection(
        on channel: any Channel, options: ConnectionOptions,
        whenActive: @escaping (Connection) -> Void = { _ in }
    ) throws -> Connection {
        let connection = Connection(channel: channel, options: options)
        try channel.pipeline.syncOperations.addHandler(
            ConnectionHandler(connection: connection, whenActive: whenActive))
        return connection
    }

    /// What ended a connection that nobody meant to end.
    static func failure(of error: any Error, to peer: String) -> TransportError {
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
