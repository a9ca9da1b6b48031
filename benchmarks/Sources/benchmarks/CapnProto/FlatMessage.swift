internal import CapnProto

/// A message in one piece, as it is sent and received.
final class FlatMessage: @unchecked Sendable {
    // Sendable: never changed after `init`.
    private let memory: UnsafeMutableRawBufferPointer

    init(_ message: OutgoingMessage) {
        memory = .allocate(byteCount: message.byteCount, alignment: 8)
        var span = MutableRawSpan(_unsafeBytes: memory)
        message.write(into: &span)
    }

    deinit { memory.deallocate() }

    func reader() throws(WireError) -> MessageReader {
        try MessageReader(bytes: UnsafeRawBufferPointer(memory), owner: self)
    }
}
