internal import Transport
internal import WireProtocol

/// How the run speaks to one member: without ever waiting for it.
struct MemberLink: Sendable {
    /// The trainer's name, for logs.
    let name: String
    /// Queues one message.
    ///
    /// A member whose queue is full is cut off, which its session notices.
    let enqueue: @Sendable (Payload) throws -> Void
    /// Queues a message that many members get.
    let enqueueFrame: @Sendable (OutgoingFrame) throws -> Void

    init(_ conversation: Conversation) {
        name = conversation.peer.name
        enqueue = { try conversation.enqueue($0) }
        enqueueFrame = { try conversation.connection.enqueue($0) }
    }
}
