public import CapnProto

/// One received frame: all its segments in one allocation that starts on a 64-byte boundary, read in place.
@safe
public final class IncomingFrame: @unchecked Sendable {
    // Unchecked: written by the assembler until it hands the frame out, only read after.

    /// What stood in front of the segments.
    let table: SegmentTable
    private let body: UnsafeMutableRawBufferPointer
    private(set) var filledByteCount = 0

    init(table: SegmentTable) {
        self.table = table
        unsafe body = .allocate(byteCount: table.bodyByteCount, alignment: 64)
    }

    deinit {
        unsafe body.deallocate()
    }

    /// Bytes of table and segments.
    public var byteCount: Int { table.headerByteCount + table.bodyByteCount }

    /// The message, which keeps the frame alive.
    ///
    /// Throws what the segments' pointers break of the format.
    public func message(limits: ReadLimits = .default) throws(WireError) -> MessageReader {
        // The body is complete and nobody writes it any more.
        unsafe try MessageReader(
            body: UnsafeRawBufferPointer(body), table: table, owner: self, limits: limits)
    }

    var missingByteCount: Int { unsafe body.count - filledByteCount }

    /// Takes the next bytes of the body, no more than are missing.
    func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= missingByteCount, "IncomingFrame: more bytes than the table announced")
        guard let source = bytes.baseAddress, let target = unsafe body.baseAddress else { return }
        // Checked above: both ranges exist, and the body is ours alone.
        unsafe (target + filledByteCount).copyMemory(from: source, byteCount: bytes.count)
        filledByteCount += bytes.count
    }
}
