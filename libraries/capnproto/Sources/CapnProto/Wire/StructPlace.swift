/// Where a struct of a message being read lies, and what its sections hold.
///
/// Functions that aren't inlined hand out places instead of readers: without the arena there is no reference to count.
@frozen
@safe
@usableFromInline
struct StructPlace {
    @usableFromInline let data: UnsafeRawPointer
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let dataByteCount: UInt32
    @usableFromInline let pointerCount: UInt16
    @usableFromInline let nesting: UInt16

    @inlinable
    @inline(__always)
    init(data: UnsafeRawPointer, segmentIndex: UInt32, dataByteCount: UInt32, pointerCount: UInt16, nesting: UInt16) {
        unsafe self.data = data
        self.segmentIndex = segmentIndex
        self.dataByteCount = dataByteCount
        self.pointerCount = pointerCount
        self.nesting = nesting
    }
}
