/// A flat vector of floats that starts on a 64-byte boundary, with zeros behind its last element up to the next.
///
/// Parameters, gradients and activations live in arenas: an arena is allocated once and can be the owner of bytes
/// that a message sends without copying.
///
/// An arena has one writer or any number of readers at a time. Within a task Swift enforces that while
/// `withMutableSpan` runs no other `withMutableSpan` of the same arena starts. Between tasks it is the rule by which
/// arenas are handed on: who passes an arena to another task, or to a message, writes to it no more until every
/// reader is done.
@safe
public final class FloatArena: @unchecked Sendable {
    // Unchecked because the memory is mutable: the rule above, one writer or many readers, makes it safe.
    private var memory: AlignedFloats

    /// The number of floats.
    public let count: Int

    /// An arena of `count` zeros.
    ///
    /// `count` must be at least 0.
    public init(count: Int) {
        memory = AlignedFloats(count: count)
        self.count = count
    }

    /// An arena with the elements of `values`.
    public convenience init(copying values: Span<Float>) {
        self.init(count: values.count)
        copy(values, at: 0)
    }

    /// The floats, in place.
    ///
    /// Nobody may write while the span is in use.
    public var span: Span<Float> {
        @_lifetime(borrow self)
        get {
            let elements = unsafe Span(_unsafeStart: UnsafePointer(memory.base), count: count)
            // The memory is never reallocated and lives as long as self does.
            return unsafe _overrideLifetime(elements, borrowing: self)
        }
    }

    /// Gives `body` the floats to read and write, in place.
    ///
    /// Rethrows what `body` throws. A second call for the same arena from inside `body` traps.
    public func withMutableSpan<Result: ~Copyable, Failure: Error>(
        _ body: (inout MutableSpan<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try memory.withMutableSpan(body)
    }

    /// Writes `values` over the elements from `offset` on.
    ///
    /// They must fit.
    public func copy(_ values: Span<Float>, at offset: Int) {
        precondition(
            offset >= 0 && values.count <= count && offset <= count - values.count,
            "FloatArena.copy: expected at most \(count) elements, got \(values.count) at \(offset)")
        withMutableSpan { span in
            // Both ranges were checked; source and target differ or are the same bytes.
            unsafe span.withUnsafeMutableBufferPointer { target in
                unsafe values.withUnsafeBufferPointer { source in
                    guard let from = source.baseAddress, let to = target.baseAddress else { return }
                    unsafe (to + offset).update(from: from, count: source.count)
                }
            }
        }
    }

    /// The address of the first float, a multiple of 64, valid while the arena lives.
    ///
    /// For messages that send the arena's bytes in place and keep the arena as their owner.
    @unsafe public var baseAddress: UnsafeMutablePointer<Float> {
        unsafe memory.base
    }
}
