internal import NIOCore
internal import NIOPosix

/// How both sides set their channels up: the one place where a connection's pipeline is built.
enum Bootstrap {
    /// The event loops that all connections of the process share.
    static var eventLoops: any EventLoopGroup { MultiThreadedEventLoopGroup.singleton }

    /// Puts a connection on a channel that has just been made.
    static func connection(on channel: any Channel, options: ConnectionOptions) throws -> Connection {
        let connection = Connection(channel: channel, options: options)
        try channel.pipeline.syncOperations.addHandler(ConnectionHandler(connection: connection))
        return connection
    }
}
