/// One message as it was received: the envelope's fields and what it says.
///
/// Tensors inside the payload lie in the received frame, which they keep alive.
public struct IncomingMessage: Sendable {
    /// The sender's count of its messages; 0 for heartbeats and broadcasts.
    public let id: UInt64
    /// The message that this one answers, 0 if none.
    public let inReplyTo: UInt64
    /// The sender's name, for logs.
    public let sender: String
    /// Bytes of the frame that brought it, 0 where none did.
    public let byteCount: Int
    /// What the message says.
    public let payload: Payload
}
