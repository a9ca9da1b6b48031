internal import Transport
package import WireProtocol

/// How the run speaks to one member: without ever waiting for it.
package struct MemberLink: Sendable {
    /// The trainer's name, for logs.
    package let name: String
    /// Lets the trainer send what members send; called when it is taken up, before it is told so.
    let admit: @Sendable () -> Void
    /// Queues one message.
    ///
    /// A member whose queue is full is cut off, which its session notices.
    package let enqueue: @Sendable (Payload) throws -> Void
    /// The parameters that it is to be sent, as fast as it takes them.
    package let parameters: ParameterFeed

    package init(
        name: String, parameters: ParameterFeed, admit: @escaping @Sendable () -> Void = {},
        enqueue: @escaping @Sendable (Payload) throws -> Void
    ) {
        self.name = name
        self.admit = admit
        self.enqueue = enqueue
        self.parameters = parameters
    }

    /// Speaks through a conversation, beside whose messages somebody sends the parameters.
    ///
    /// A member's largest frame has `frameBytes` bytes.
    init(_ conversation: Conversation, parameters: ParameterFeed, frameBytes: Int) {
        self.init(
            name: conversation.peer.name, parameters: parameters,
            admit: { conversation.connection.peerHasJoined(sendingUpTo: frameBytes) },
            enqueue: { try conversation.enqueue($0) })
    }
}
