internal import Admission
public import Logging
internal import NIOCore
internal import NIOPosix

/// Accepts connections, each served by a task of its own.
public final class Listener: Sendable {
    /// Where it listens, with the port that was bound.
    public let address: Address
    private let channel: any Channel
    /// Connections that were accepted, at most `maximumConnections` of them unserved.
    private let accepted: AsyncStream<Connection>
    private let logger: Logger
    /// What peers do, of which there may be thousands.
    private let peers: PeerLog

    private init(
        address: Address, channel: any Channel, accepted: AsyncStream<Connection>, logger: Logger, peers: PeerLog
    ) {
        self.address = address
        self.channel = channel
        self.accepted = accepted
        self.logger = logger
        self.peers = peers
    }

    /// Listens on `address`.
    ///
    /// Throws `.cannotListen`.
    public static func bind(
        to address: Address, options: ConnectionOptions, logger: Logger
    ) async throws(TransportError) -> Listener {
        let (accepted, acceptance) = AsyncStream<Connection>.makeStream()
        let open = OpenConnections(options.limits.fittingThisProcess)
        let peers = PeerLog(logger)
        do {
            let channel = try await ServerBootstrap(group: Bootstrap.eventLoops)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.autoRead, value: false)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelInitializer { channel in
                    // A failure here closes the one channel, and the listener goes on.
                    channel.eventLoop.makeCompletedFuture {
                        try Self.accept(channel, options: options, among: open, peers: peers) { connection in
                            guard case .enqueued = acceptance.yield(connection) else { return connection.abort() }
                        }
                    }
                }
                .bind(host: address.host, port: address.port).get()
            channel.closeFuture.whenComplete { _ in acceptance.finish() }
            let port = channel.localAddress?.port ?? address.port
            return Listener(
                address: try Address(host: address.host, port: port), channel: channel, accepted: accepted,
                logger: logger, peers: peers)
        } catch {
            throw .cannotListen(address, reason: Bootstrap.reason(of: error))
        }
    }

    /// Puts a connection on an accepted channel, or throws where there are too many.
    ///
    /// It counts from now on, before it has proven anything, until its channel is closed.
    private static func accept(
        _ channel: any Channel, options: ConnectionOptions, among open: OpenConnections, peers: PeerLog,
        whenActive: @escaping (Connection) -> Void
    ) throws {
        let host = channel.remoteAddress?.ipAddress ?? "?"
        let peer = "\(host):\(channel.remoteAddress?.port ?? 0)"
        do {
            try open.enter(from: host)
        } catch {
            peers.log(.warning, "too many connections", of: host, ["peer": "\(peer)", "reason": "\(error)"])
            throw error
        }
        channel.closeFuture.whenComplete { _ in open.leave(from: host) }
        _ = try Bootstrap.connection(
            on: channel, with: peer, options: options, side: .listening, whenActive: whenActive,
            whenAdmitted: { admission in
                guard case .failure(let error) = admission else { return }
                if TransportError.notAdmitted(peer: peer, error).isMisconduct { options.meter?.addBadPeer() }
                peers.log(.notice, "not admitted", of: host, ["peer": "\(peer)", "reason": "\(error)"])
            })
    }

    /// Serves connections until `stop()` is called or the task is cancelled.
    ///
    /// What `handle` throws is logged with the peer's address and ends that connection alone. A connection is closed
    /// when its handler returns. Returns when every handler has.
    public func run(_ handle: @escaping @Sendable (Connection) async throws -> Void) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for await connection in accepted {
                    group.addTask { await self.serve(connection, handle) }
                }
            }
        } onCancel: {
            stop()
        }
        logger.debug("stopped listening", metadata: ["address": "\(address)"])
    }

    /// Accepts no more connections.
    ///
    /// Those that are open go on until their handlers return.
    public func stop() {
        channel.close(promise: nil)
    }

    private func serve(_ connection: Connection, _ handle: (Connection) async throws -> Void) async {
        do {
            try await handle(connection)
        } catch {
            peers.log(
                .notice, "connection ended", of: connection.host,
                ["peer": "\(connection.peer)", "reason": "\(error)"])
        }
        await connection.close()
    }
}
