/// The memory of a `FloatArena`: floats on a 64-byte boundary, zeros behind them up to the next one.
@safe
struct AlignedFloats: ~Copyable {
    static let alignment = 64

    let base: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
        precondition(count >= 0, "FloatArena: expected a count of at least 0, got \(count)")
        let padded = Swift.max((count + 15) / 16 * 16, 16)
        let bytes = UnsafeMutableRawPointer.allocate(
            byteCount: padded * MemoryLayout<Float>.stride, alignment: Self.alignment)
        // Fresh memory of exactly this size, bound to floats for its whole life.
        unsafe base = bytes.bindMemory(to: Float.self, capacity: padded)
        unsafe base.initialize(repeating: 0, count: padded)
        self.count = count
    }

    deinit {
        unsafe UnsafeMutableRawPointer(base).deallocate()
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
