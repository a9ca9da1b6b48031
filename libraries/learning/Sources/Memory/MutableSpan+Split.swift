extension MutableSpan where Element == Float {
    /// Gives `body` the elements below `index` to write and those from `index` on to read.
    @inline(__always)
    mutating func split(at index: Int, _ body: (inout MutableSpan<Float>, Span<Float>) -> Void) {
        precondition(index >= 0 && index <= count)
        unsafe withUnsafeMutableBufferPointer { elements in
            // The two don't overlap, and neither outlives the body.
            var below = unsafe MutableSpan(_unsafeElements: elements.extracting(0..<index))
            let above = unsafe Span(_unsafeElements: elements.extracting(index..<elements.count))
            body(&below, above)
        }
    }

    /// Gives `body` the elements below `index` to read and those from `index` on to write.
    @inline(__always)
    mutating func splitBackward(at index: Int, _ body: (Span<Float>, inout MutableSpan<Float>) -> Void) {
        precondition(index >= 0 && index <= count)
        unsafe withUnsafeMutableBufferPointer { elements in
            // The two don't overlap, and neither outlives the body.
            let below = unsafe Span(_unsafeElements: elements.extracting(0..<index))
            var above = unsafe MutableSpan(_unsafeElements: elements.extracting(index..<elements.count))
            body(below, &above)
        }
    }
}

extension MutableSpan where Element == Float {
    /// Gives `body` the elements below `index` and those from `index` on, both to write.
    @inline(__always)
    mutating func splitInTwo(at index: Int, _ body: (inout MutableSpan<Float>, inout MutableSpan<Float>) -> Void) {
        precondition(index >= 0 && index <= count)
        unsafe withUnsafeMutableBufferPointer { elements in
            // The two don't overlap, and neither outlives the body.
            var below = unsafe MutableSpan(_unsafeElements: elements.extracting(0..<index))
            var above = unsafe MutableSpan(_unsafeElements: elements.extracting(index..<elements.count))
            body(&below, &above)
        }
    }
}
