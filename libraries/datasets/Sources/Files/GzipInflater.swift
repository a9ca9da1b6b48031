private import CZlib

/// Expands the bytes of a gzip file as they come.
///
/// A file may consist of several gzip members, one behind the other.
@safe struct GzipInflater: ~Copyable {
    /// The two bytes that every gzip file begins with.
    static let magic: [UInt8] = [0x1f, 0x8b]

    private static let windowBitsForGzip: Int32 = 15 + 16

    // zlib's state points back at it, so it stays at one address; owned by this value alone.
    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: Int
    private var scratch = [UInt8](repeating: 0, count: 256 << 10)
    private var isBetweenMembers = false
    private var consumedByteCount = 0

    /// An inflater that refuses to expand to more than `limit` bytes.
    init(limit: Int) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        self.limit = limit
        // Fails without memory only, as the system's zlib is the one we were built with.
        let status = unsafe inflateInit2_(
            stream, GzipInflater.windowBitsForGzip, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "GzipInflater: zlib could not start (\(status))")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Expands the file's next bytes and appends the outcome to `output`.
    mutating func inflate(_ input: [UInt8], into output: inout [UInt8]) throws(GzipProblem) {
        var start = 0
        while start < input.count {
            if isBetweenMembers {
                unsafe inflateReset(stream)
                isBetweenMembers = false
            }
            let (status, consumed, produced) = step(input, from: start)
            start += consumed
            consumedByteCount += consumed
            guard output.count + produced <= limit else { throw .limit(expandedBytes: limit) }
            output.append(contentsOf: scratch[..<produced])
            switch status {
            case Z_OK: break
            case Z_STREAM_END: isBetweenMembers = true
            case Z_BUF_ERROR where consumed == 0 && produced == 0: return
            default: throw .corrupt(offset: consumedByteCount, reason: reason(of: status))
            }
        }
        try drain(into: &output)
    }

    /// Checks that the file ended where a member did; `expandedByteCount` is for the error alone.
    func finish(expandedByteCount: Int) throws(GzipProblem) {
        guard isBetweenMembers else { throw .truncated(expandedBytes: expandedByteCount) }
    }

    /// What zlib still holds back after it has taken all input, because the scratch memory was full.
    private mutating func drain(into output: inout [UInt8]) throws(GzipProblem) {
        while !isBetweenMembers {
            let (status, _, produced) = step([], from: 0)
            guard output.count + produced <= limit else { throw .limit(expandedBytes: limit) }
            output.append(contentsOf: scratch[..<produced])
            switch status {
            case Z_OK: break
            case Z_STREAM_END: isBetweenMembers = true
            case Z_BUF_ERROR: return
            default: throw .corrupt(offset: consumedByteCount, reason: reason(of: status))
            }
        }
    }

    private mutating func step(_ input: [UInt8], from start: Int) -> (status: Int32, consumed: Int, produced: Int) {
        let stream = unsafe stream
        let available = UInt32(clamping: input.count - start)
        let capacity = UInt32(clamping: scratch.count)
        // Safe: zlib reads at most avail_in bytes from next_in and writes at most avail_out bytes to next_out;
        // both pointers are used within the call only.
        let status = unsafe input.withUnsafeBufferPointer { source in
            unsafe scratch.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: source.baseAddress.map { unsafe $0 + start })
                unsafe stream.pointee.avail_in = available
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = capacity
                return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
        }
        return unsafe (status, Int(available - stream.pointee.avail_in), Int(capacity - stream.pointee.avail_out))
    }

    private func reason(of status: Int32) -> String {
        // Safe: zlib's messages are constants.
        unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(status)"
    }
}
