internal import Admission
internal import NIOCore

/// Both directions of a connection whose records carry codes; see `RecordSeal` for the format.
final class SealedStream {
    private var sending: RecordSeal
    private var receiving: RecordSeal
    /// What came of a record that isn't complete, and nothing else.
    private var pending = ByteBuffer()

    /// Begins behind the handshake.
    init(_ session: Session) {
        sending = RecordSeal(key: session.sendingKey)
        receiving = RecordSeal(key: session.receivingKey)
    }

    /// The records that carry these bytes, in pieces; payloads are views of the buffer, not copies.
    func seal(_ buffer: ByteBuffer) -> [ByteBuffer] {
        var rest = buffer
        var pieces: [ByteBuffer] = []
        // A record's code, and the next one's head.
        var between: [UInt8] = []
        while let payload = rest.readSlice(length: min(rest.readableBytes, RecordSeal.mostBytes)),
            payload.readableBytes > 0
        {
            pieces.append(ByteBuffer(bytes: between + RecordSeal.head(byteCount: payload.readableBytes)))
            pieces.append(payload)
            between = payload.withBytes { sending.code(of: $0) }
        }
        if !between.isEmpty { pieces.append(ByteBuffer(bytes: between)) }
        return pieces
    }

    /// Takes what came, and gives the payload of each complete record to `deliver` once its code is found right.
    ///
    /// Only of a record that comes in parts is anything copied. Throws `.badRecord` or `.forgedRecord`; nothing may be taken
    /// after.
    func open(_ buffer: ByteBuffer, deliver: (ByteBuffer) -> Void) throws(AdmissionError) {
        var rest = buffer
        if pending.readableBytes > 0 {
            // First the head, which says how much more is missing.
            fillPending(upTo: RecordSeal.headByteCount, from: &rest)
            guard let byteCount = try Self.recordByteCount(at: pending) else { return }
            fillPending(upTo: byteCount, from: &rest)
            guard let payload = try takeRecord(from: &pending) else { return }
            pending = ByteBuffer()
            deliver(payload)
        }
        while let payload = try takeRecord(from: &rest) { deliver(payload) }
        guard rest.readableBytes > 0 else { return }
        pending.reserveCapacity(try Self.recordByteCount(at: rest) ?? RecordSeal.headByteCount)
        pending.writeImmutableBuffer(rest)
    }

    private func fillPending(upTo byteCount: Int, from rest: inout ByteBuffer) {
        let missing = min(max(0, byteCount - pending.readableBytes), rest.readableBytes)
        guard missing > 0, var part = rest.readSlice(length: missing) else { return }
        pending.writeBuffer(&part)
    }

    /// Bytes of the whole record that begins here; nil where not even its length is there.
    private static func recordByteCount(at buffer: ByteBuffer) throws(AdmissionError) -> Int? {
        guard let head = buffer.getInteger(at: buffer.readerIndex, endianness: .little, as: UInt32.self) else {
            return nil
        }
        return RecordSeal.headByteCount + (try RecordSeal.byteCount(in: head)) + RecordSeal.codeByteCount
    }

    /// The payload of the record that a buffer begins with, checked; nil where it isn't complete.
    private func takeRecord(from buffer: inout ByteBuffer) throws(AdmissionError) -> ByteBuffer? {
        guard let byteCount = try Self.recordByteCount(at: buffer), var record = buffer.readSlice(length: byteCount)
        else { return nil }
        record.moveReaderIndex(forwardBy: RecordSeal.headByteCount)
        guard let payload = record.readSlice(length: record.readableBytes - RecordSeal.codeByteCount),
            let code = record.readBytes(length: RecordSeal.codeByteCount)
        else { return nil }
        let check: Result<Void, AdmissionError> = payload.withBytes { bytes in
            Result { () throws(AdmissionError) in try receiving.check(bytes, against: code) }
        }
        try check.get()
        return payload
    }
}

extension ByteBuffer {
    /// Runs `body` with the readable bytes in place.
    fileprivate func withBytes<Value>(_ body: (RawSpan) -> Value) -> Value {
        // The span is valid during the call.
        unsafe withUnsafeReadableBytes { unsafe body($0.bytes) }
    }
}
