/// Where an object of a message being built lies.
@frozen
@safe
@usableFromInline
struct Placement {
    @usableFromInline let segmentIndex: UInt32
    @usableFromInline let address: UnsafeMutableRawPointer

    @inlinable
    init(segmentIndex: UInt32, address: UnsafeMutableRawPointer) {
        self.segmentIndex = segmentIndex
        unsafe self.address = address
    }
}
