public import Logging
internal import NIOCore
internal import NIOPosix

/// Accepts connections, each served by a task of its own.
public final class Listener: Sendable {
    /// Where it listens, with the port that was bound.
    public let address: Address
    private let channel: NIOAsyncChannel<Connection, Never>
    private let limits: TransportLimits
    private let logger: Logger

    private init(
        address: Address, channel: NIOAsyncChannel<Connection, Never>, limits: TransportLimits, logger: Logger
    ) {
        self.address = address
        self.channel = channel
        self.limits = limits
        self.logger = logger
    }

    /// Listens on `address`.
    ///
    /// Throws `.cannotListen`.
    public static func bind(
        to address: Address, options: ConnectionOptions, logger: Logger
    ) async throws(TransportError) -> Listener {
        do {
            let channel = try await ServerBootstrap(group: Bootstrap.eventLoops)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .bind(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Bootstrap.connection(on: channel, options: options)
                    }
                }
            let port = channel.channel.localAddress?.port ?? address.port
            return Listener(
                address: try Address(host: address.host, port: port), channel: channel, limits: options.limits,
                logger: logger)
        } catch {
            throw .cannotListen(address, reason: "\(error)")
        }
    }

    /// Serves connections until `stop()` is called or the task is cancelled.
    ///
    /// What `handle` throws is logged with the peer's address and ends that connection alone. A connection is closed
    /// when its handler returns. Returns when every handler has.
    public func run(_ handle: @escaping @Sendable (Connection) async throws -> Void) async {
        do {
            try await channel.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    let open = OpenConnections(limit: limits.maximumConnections)
                    for try await connection in connections {
                        guard open.enter() else {
                            logger.warning("too many connections", metadata: ["peer": "\(connection.peer)"])
                            connection.abort()
                            continue
                        }
                        group.addTask {
                            await self.serve(connection, handle)
                            open.leave()
                        }
                    }
                }
            }
        } catch {
            logger.debug("stopped listening", metadata: ["address": "\(address)", "reason": "\(error)"])
        }
    }

    /// Accepts no more connections.
    ///
    /// Those that are open go on until their handlers return.
    public func stop() {
        channel.channel.close(promise: nil)
    }

    private func serve(_ connection: Connection, _ handle: (Connection) async throws -> Void) async {
        do {
            try await handle(connection)
            await connection.close()
        } catch {
            logger.notice("connection ended", metadata: ["peer": "\(connection.peer)", "reason": "\(error)"])
            await connection.close()
        }
    }
}
