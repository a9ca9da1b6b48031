/// Where the bytes of a data or a text of a message being read lie.
///
/// Functions that aren't inlined hand out places instead of readers: without the arena there is no reference to count.
@frozen
@safe
@usableFromInline
struct BytesPlace {
    @usableFromInline let start: UnsafeRawPointer
    @usableFromInline let byteCount: Int

    @inlinable
    @inline(__always)
    init(start: UnsafeRawPointer, byteCount: Int) {
        unsafe self.start = start
        self.byteCount = byteCount
    }

    /// The bytes as a string; whoever calls keeps them alive.
    ///
    /// Throws `.invalidText` when they aren't UTF-8.
    func string() throws(WireError) -> String {
        let buffer = unsafe UnsafeRawBufferPointer(start: start, count: byteCount)
        guard let string = unsafe String(validating: buffer, as: UTF8.self) else {
            throw .invalidText(byteCount: byteCount)
        }
        return string
    }
}
