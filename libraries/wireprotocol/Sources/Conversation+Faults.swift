public import Faults
internal import Transport

extension Conversation {
    /// Sends one message as `send` does, unless a failure is placed here: then half of its frame is on its way when that
    /// strikes.
    public func send(
        _ payload: Payload, inReplyTo: UInt64 = 0, failingAt point: FaultPoint, step: UInt64
    ) async throws {
        guard let fault = Faults.due(point, step: step) else {
            try await send(payload, inReplyTo: inReplyTo)
            return
        }
        let frame = OutgoingFrame(try payload.message(id: nextId(), inReplyTo: inReplyTo, sender: identity.name))
        try await connection.send(frame) {
            fault.strike()
            return fault.action != .cut
        }
    }
}
