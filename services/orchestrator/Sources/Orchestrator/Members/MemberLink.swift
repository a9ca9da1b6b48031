package import Transport
package import WireProtocol

/// How the run speaks to one member: without ever waiting for it.
package struct MemberLink: Sendable {
    /// The trainer's name, for logs.
    package let name: String
    /// Queues one message.
    ///
    /// A member whose queue is full is cut off, which its session notices.
    package let enqueue: @Sendable (Payload) throws -> Void
    /// Queues a message that many members get.
    package let enqueueFrame: @Sendable (OutgoingFrame) throws -> Void

    package init(
        name: String, enqueue: @escaping @Sendable (Payload) throws -> Void,
        enqueueFrame: @escaping @Sendable (OutgoingFrame) throws -> Void
    ) {
        self.name = name
        self.enqueue = enqueue
        self.enqueueFrame = enqueueFrame
    }

    /// Speaks through a conversation.
    init(_ conversation: Conversation) {
        self.init(
            name: conversation.peer.name, enqueue: { try conversation.enqueue($0) },
            enqueueFrame: { try conversation.connection.enqueue($0) })
    }
}
