private import Glibc

/// The memory of a `FloatArena`: floats on a 64-byte boundary, zeros behind them up to the next one.
///
/// Large memory comes from the system and goes back to it when it is freed: an allocator would hold on to it where
/// threads free what others allocated.
@safe
struct AlignedFloats: ~Copyable {
    static let alignment = 64
    /// From so many bytes on memory is the system's.
    private static let mappedByteCount = 128 << 10

    let base: UnsafeMutablePointer<Float>
    let count: Int
    /// What the system or the allocator has given.
    private let allocation: UnsafeMutableRawPointer

    init(count: Int) {
        precondition(count >= 0, "FloatArena: expected a count of at least 0, got \(count)")
        let padded = Self.padded(count)
        // Fresh memory of exactly this size, bound to floats for its whole life.
        unsafe allocation = Self.memory(padded * MemoryLayout<Float>.stride)
        unsafe base = allocation.alignedUp(toMultipleOf: Self.alignment).bindMemory(to: Float.self, capacity: padded)
        self.count = count
    }

    deinit {
        let byteCount = Self.padded(count) * MemoryLayout<Float>.stride
        if byteCount >= Self.mappedByteCount {
            // It was mapped with exactly this size.
            _ = unsafe munmap(allocation, byteCount)
        } else {
            unsafe allocation.deallocate()
        }
    }

    private static func padded(_ count: Int) -> Int { Swift.max((count + 15) / 16 * 16, 16) }

    /// Zeros for so many bytes from a boundary of 64 on, which the first byte is or has less than 64 before it; zero
    /// bytes are the floats 0.
    ///
    /// The allocator is asked for no more than its own alignment: for memory that it has to align itself, the C library
    /// takes a new piece more often than one that was given back.
    private static func memory(_ byteCount: Int) -> UnsafeMutableRawPointer {
        guard byteCount >= mappedByteCount else {
            let byteCount = byteCount + alignment
            let bytes = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
            unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
            return unsafe bytes
        }
        let bytes = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let bytes = unsafe bytes, unsafe bytes != MAP_FAILED else {
            preconditionFailure("FloatArena: the system has no \(byteCount) bytes")
        }
        return unsafe bytes
    }

    var mutableSpan: MutableSpan<Float> {
        @_lifetime(&self)
        mutating get {
            let elements = unsafe MutableSpan(_unsafeStart: base, count: count)
            // The memory lives as long as self does, and self is accessed exclusively.
            return unsafe _overrideLifetime(elements, mutating: &self)
        }
    }
}

extension AlignedFloats {
    /// Runs `body` while self is accessed exclusively.
    mutating func withMutableSpan<Result: ~Copyable, Failure: Error>(
        _ body: (inout MutableSpan<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var elements = mutableSpan
        return try body(&elements)
    }
}
