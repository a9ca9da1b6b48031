import Logging
import Transport

extension Address {
    /// Any free port of this machine.
    static var anyLocal: Address {
        get throws { try Address(host: "127.0.0.1", port: 0) }
    }
}

/// Two ends of a connection inside one process.
enum Loopback {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs `body` with the dialling and the accepted end, and ends both.
    static func pair(
        dialling: ConnectionOptions = ConnectionOptions(), accepting: ConnectionOptions = ConnectionOptions(),
        _ body: @escaping @Sendable (_ dialled: Connection, _ accepted: Connection) async throws -> Void
    ) async throws {
        try await listening(accepting) { address, accepted in
            let dialled = try await Dialer(options: dialling).connect(to: address)
            defer { dialled.abort() }
            try await body(dialled, try await accepted.next())
        }
    }

    /// Runs `body` with a listener's address and the connections that it accepts; they stay open until both their ends
    /// or `body` are done; who connects is a stranger unless it is a member at once.
    static func listening(
        _ options: ConnectionOptions = ConnectionOptions(), logger: Logger = logger, areMembers: Bool = true,
        _ body: @escaping @Sendable (Address, AcceptedConnections) async throws -> Void
    ) async throws {
        try await within {
            let listener = try await Listener.bind(to: try .anyLocal, options: options, logger: logger)
            let accepted = AcceptedConnections()
            async let serving: Void = listener.run { connection in
                if areMembers { connection.peerHasJoined() }
                accepted.add(connection)
                _ = await connection.closed()
            }
            defer {
                listener.stop()
                accepted.abortAll()
            }
            try await body(listener.address, accepted)
            listener.stop()
            accepted.abortAll()
            await serving
        }
    }
}
