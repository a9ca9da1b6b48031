internal import Admission
internal import NIOCore
internal import NIOPosix

/// Connects to services.
public struct Dialer: Sendable {
    private let options: ConnectionOptions

    /// Gives each connection these options.
    public init(options: ConnectionOptions) {
        self.options = options
    }

    /// Connects.
    ///
    /// Where there are terms of admission, both sides have proven what they ask for.
    ///
    /// Throws `.unreachable`, `.connectTimedOut` or `.notAdmitted`.
    public func connect(to address: Address) async throws(TransportError) -> Connection {
        let admission = Bootstrap.eventLoops.any().makePromise(of: Void.self)
        if options.admission == nil { admission.succeed() }
        let connection = try await open(to: address, admission)
        do {
            try await admission.futureResult.get()
        } catch {
            throw Bootstrap.failure(of: error, to: "\(address)")
        }
        return connection
    }

    /// Connects, and tells `admission` how the handshake went; fails it where there is none.
    private func open(
        to address: Address, _ admission: EventLoopPromise<Void>
    ) async throws(TransportError) -> Connection {
        do {
            return try await ClientBootstrap(group: Bootstrap.eventLoops)
                .connectTimeout(TimeAmount(options.limits.connectTimeout))
                .channelOption(.autoRead, value: false)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .connect(host: address.host, port: address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Bootstrap.connection(
                            on: channel, with: "\(address)", host: address.host, options: options, side: .dialling,
                            whenAdmitted: { admission.completeWith($0.mapError { $0 as any Error }) })
                    }
                }
        } catch let error as ChannelError {
            admission.fail(error)
            if case .connectTimeout = error {
                throw .connectTimedOut(address, after: options.limits.connectTimeout)
            }
            throw .unreachable(address, reason: Bootstrap.reason(of: error))
        } catch {
            admission.fail(error)
            throw .unreachable(address, reason: Bootstrap.reason(of: error))
        }
    }

    /// Connects, and closes the connection on every way out of `body`; at once where `body` threw.
    public func withConnection<Result: Sendable>(
        to address: Address, _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let connection = try await connect(to: address)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            connection.abort()
            throw error
        }
    }
}
