internal import CapnProto

/// Bytes on a multiple of 64, as a receiver has them.
final class AlignedBytes: @unchecked Sendable {
    // Sendable: written before it is shared.
    let start: UnsafeMutablePointer<UInt8>
    let count: Int

    init(byteCount: Int) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        start = memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        count = byteCount
    }

    convenience init(_ bytes: [UInt8]) {
        self.init(byteCount: bytes.count)
        buffer.copyBytes(from: bytes)
    }

    deinit { start.deallocate() }

    var buffer: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: start, count: count)
    }

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // The memory lives as long as `self`.
            _overrideLifetime(Span(_unsafeStart: UnsafePointer(start), count: count), borrowing: self)
        }
    }

    func withFloats(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
        body(buffer.bindMemory(to: Float.self))
    }

    /// The message that stands here, read in place.
    func message() throws(WireError) -> MessageReader {
        try MessageReader(bytes: UnsafeRawBufferPointer(buffer), owner: self, limits: .trusted())
    }

    /// Throws unless the peer makes the same bytes.
    func requireEqual(_ name: String, _ make: (UnsafeMutablePointer<UInt8>?) -> UInt64) throws {
        let theirs = AlignedBytes(byteCount: 1 << 22)
        let count = Int(make(theirs.start))
        guard count == self.count, theirs.buffer[..<count].elementsEqual(buffer) else {
            throw Benchmark.WrongValue("\(name): other bytes, \(self.count) and \(count) of them")
        }
    }
}

/// The first of bytes that are there.
func first(of bytes: RawSpan) -> UInt8 { bytes.unsafeLoad(as: UInt8.self) }

/// The last of bytes that are there.
func last(of bytes: RawSpan) -> UInt8 { bytes.unsafeLoad(fromByteOffset: bytes.byteCount - 1, as: UInt8.self) }
