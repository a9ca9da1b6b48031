extension RawSpan {
    /// The byte at an offset, which must lie within the span.
    func byte(at offset: Int) -> UInt8 {
        // Safe: any bit pattern is a UInt8, and the load checks its bounds.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
