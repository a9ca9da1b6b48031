internal import CapnProto
public import Schemas
private import Synchronization
public import Transport

/// A connection on which two services have met: each knows the other's role and name, and every frame is a message.
///
/// Any number of tasks may send; one at a time receives.
public final class Conversation: Sendable {
    /// What a service waits for the other's part of the meeting.
    public static let handshakeTimeout = Duration.seconds(10)

    /// Who we are.
    public let identity: PeerIdentity
    /// Who the other side says it is.
    public let peer: PeerIdentity
    /// The connection underneath.
    public let connection: Connection
    private let lastId = Atomic<UInt64>(1)

    private init(identity: PeerIdentity, peer: PeerIdentity, connection: Connection) {
        self.identity = identity
        self.peer = peer
        self.connection = connection
    }

    /// The dialling side of a meeting: says `Hello`, and expects a `Welcome` from a service of the role `role`.
    ///
    /// Throws a `ProtocolFailure` where the other side refuses, is of another role or of another protocol version,
    /// `DeadlineExceeded` where it doesn't answer within `timeout`, and a `TransportError` where the connection is lost.
    public static func open(
        on connection: Connection, as identity: PeerIdentity, with role: Role,
        within timeout: Duration = handshakeTimeout
    ) async throws -> Conversation {
        try await connection.send(
            Payload.hello(identity, protocolVersion: ProtocolVersion.current)
                .message(id: 1, sender: identity.name))
        let answer = try await withDeadline(timeout, for: "meeting \(connection.peer)") {
            try await firstMessage(on: connection)
        }
        switch answer.payload {
        case .welcome(let peer, let version, let heartbeat):
            try requireVersion(version, of: peer)
            try require(peer, oneOf: [role])
            guard heartbeat > .zero else {
                throw ProtocolFailure(.malformed, "\(peer.name): expected an interval of heartbeats, got \(heartbeat)")
            }
            connection.agreeHeartbeat(interval: heartbeat, silenceTimeout: HeartbeatTerms.silence(for: heartbeat))
            return Conversation(identity: identity, peer: peer, connection: connection)
        case .failure(let failure):
            throw failure
        case let other:
            throw ProtocolFailure(.unexpected, "\(connection.peer): expected welcome, got \(other.name)")
        }
    }

    /// The listening side of a meeting: expects a `Hello` from a service of one of `roles`, and says `Welcome`.
    ///
    /// Who is met may from then on send frames of up to `frameBytes` bytes; as a stranger does where nil. A peer that can't
    /// be met is told why before the error is thrown. Throws as `open` does.
    public static func accept(
        on connection: Connection, as identity: PeerIdentity, from roles: Set<Role>, heartbeat: Duration,
        frameBytes: Int? = nil, within timeout: Duration = handshakeTimeout
    ) async throws -> Conversation {
        do {
            let greeting = try await withDeadline(timeout, for: "meeting \(connection.peer)") {
                try await firstMessage(on: connection)
            }
            guard case .hello(let peer, let version) = greeting.payload else {
                throw ProtocolFailure(
                    .unexpected, "\(connection.peer): expected hello, got \(greeting.payload.name)")
            }
            try requireVersion(version, of: peer)
            try require(peer, oneOf: roles)
            // Before it hears that it is welcome, and may send one.
            if let frameBytes { connection.allowFrames(upTo: frameBytes) }
            let welcome = Payload.welcome(
                identity, protocolVersion: ProtocolVersion.current, heartbeat: heartbeat)
            try await connection.send(welcome.message(id: 1, inReplyTo: greeting.id, sender: identity.name))
            connection.agreeHeartbeat(interval: heartbeat, silenceTimeout: HeartbeatTerms.silence(for: heartbeat))
            return Conversation(identity: identity, peer: peer, connection: connection)
        } catch let failure as ProtocolFailure {
            // A peer that is gone already hears nothing; what matters is why it could not be met.
            try? await connection.send(Payload.failure(failure).message(id: 1, sender: identity.name))
            throw failure
        }
    }

    /// Sends one message, waiting while the connection's queue is full or has more than `byteCount` bytes with it, and
    /// returns its id.
    @discardableResult
    public func send(
        _ payload: Payload, inReplyTo: UInt64 = 0, behind byteCount: Int = .max
    ) async throws -> UInt64 {
        let id = nextId()
        let message = try payload.message(id: id, inReplyTo: inReplyTo, sender: identity.name)
        try await connection.send(OutgoingFrame(message), behind: byteCount)
        return id
    }

    /// Queues one message without waiting; a queue that is full closes the connection.
    public func enqueue(_ payload: Payload) throws {
        try connection.enqueue(OutgoingFrame(payload.message(id: nextId(), sender: identity.name)))
    }

    /// A message for any number of conversations, serialised once.
    ///
    /// It carries the id 0.
    public static func broadcast(_ payload: Payload, from identity: PeerIdentity) throws -> OutgoingFrame {
        OutgoingFrame(try payload.message(id: 0, sender: identity.name))
    }

    /// An id for a request whose answer is to be recognised.
    func nextId() -> UInt64 {
        lastId.add(1, ordering: .relaxed).newValue
    }

    /// The next message, nil when the other side has ended the conversation in good order.
    ///
    /// Throws a `ProtocolFailure` for a message that breaks its contract, a `TransportError` for a connection lost.
    public func receive() async throws -> IncomingMessage? {
        guard let frame = try await connection.receive() else { return nil }
        return try IncomingMessage(frame)
    }

    private static func firstMessage(on connection: Connection) async throws -> IncomingMessage {
        guard let frame = try await connection.receive() else {
            throw TransportError.closed(peer: connection.peer)
        }
        return try IncomingMessage(frame)
    }

    private static func requireVersion(_ version: UInt32, of peer: PeerIdentity) throws(ProtocolFailure) {
        guard version == ProtocolVersion.current else {
            throw ProtocolFailure(
                .protocolVersion,
                "\(peer.name): expected protocol version \(ProtocolVersion.current), got \(version)")
        }
    }

    private static func require(_ peer: PeerIdentity, oneOf roles: Set<Role>) throws(ProtocolFailure) {
        guard roles.contains(peer.role) else {
            let expected = roles.map { "\($0)" }.sorted().joined(separator: " or ")
            throw ProtocolFailure(.unexpected, "\(peer.name): expected the role \(expected), got \(peer.role)")
        }
    }
}
