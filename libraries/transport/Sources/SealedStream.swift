internal import Admission
internal import NIOCore

/// Both directions of a connection whose records carry codes; see `RecordSeal` for the format.
final class SealedStream {
    private var sending: RecordSeal
    private var receiving: RecordSeal
    /// What came of a record that isn't complete.
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
        while let payload = rest.readSlice(length: min(rest.readableBytes, RecordSeal.mostBytes)),
            payload.readableBytes > 0
        {
            pieces.append(ByteBuffer(bytes: RecordSeal.head(byteCount: payload.readableBytes)))
            pieces.append(payload)
            let code = payload.withBytes { sending.code(of: $0) }
            pieces.append(ByteBuffer(bytes: code))
        }
        return pieces
    }

    /// Takes what came, and gives the payload of each complete record to `deliver` once its code is found right.
    ///
    /// Throws `.badRecord` or `.forgedRecord`; nothing may be taken after.
    func open(_ buffer: ByteBuffer, deliver: (ByteBuffer) -> Void) throws(AdmissionError) {
        if pending.readableBytes == 0 {
            pending = buffer
        } else {
            pending.writeImmutableBuffer(buffer)
        }
        while let head = pending.getInteger(at: pending.readerIndex, endianness: .little, as: UInt32.self) {
            let byteCount = try RecordSeal.byteCount(in: head)
            let start = pending.readerIndex + RecordSeal.headByteCount
            guard let payload = pending.getSlice(at: start, length: byteCount),
                let code = pending.getBytes(at: start + byteCount, length: RecordSeal.codeByteCount)
            else { break }
            let check: Result<Void, AdmissionError> = payload.withBytes { bytes in
                Result { () throws(AdmissionError) in try receiving.check(bytes, against: code) }
            }
            try check.get()
            pending.moveReaderIndex(forwardBy: RecordSeal.headByteCount + byteCount + RecordSeal.codeByteCount)
            deliver(payload)
        }
        // What is left is less than a record: no more than that is kept.
        pending = ByteBuffer(buffer: pending)
    }
}

extension ByteBuffer {
    /// Runs `body` with the readable bytes in place.
    fileprivate func withBytes<Value>(_ body: (RawSpan) -> Value) -> Value {
        // The span is valid during the call.
        unsafe withUnsafeReadableBytes { unsafe body($0.bytes) }
    }
}
