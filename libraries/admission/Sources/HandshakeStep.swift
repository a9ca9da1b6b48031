/// What a side of a handshake does next.
public struct HandshakeStep: Sendable {
    /// How a handshake ends.
    public enum Ending: Sendable {
        /// Each knows that the other has the token.
        case admitted(Session)
        /// The connection is to be closed, once the reply is sent.
        case failed(AdmissionError)
    }

    /// Bytes to be sent; none while more has to come.
    public var reply: [UInt8] = []
    /// Set when the handshake is over.
    public var ending: Ending?

    /// Refuses, and says so.
    static func refuse(_ refusal: Refusal, because error: AdmissionError) -> HandshakeStep {
        HandshakeStep(reply: HandshakeMessage.refusal(refusal).bytes, ending: .failed(error))
    }
}

/// What a handshake leaves to the connection; nothing that prints values shows its keys.
public struct Session: Sendable, CustomStringConvertible, CustomReflectable {
    /// What protects the bytes from here on.
    public let protection: Protection
    /// The key of what we send, for a ``RecordSeal``.
    public let sendingKey: [UInt8]
    /// The key of what we receive.
    public let receivingKey: [UInt8]
    /// What came behind the handshake already.
    public let rest: [UInt8]

    /// Not the keys.
    public var description: String { "a session \(protection)" }
    /// Not the keys either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
