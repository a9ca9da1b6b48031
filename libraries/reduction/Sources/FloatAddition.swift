/// Adds vectors of floats: the only place where gradients are added.
///
/// Each element of the left one becomes the IEEE 754 sum left + right, rounded once. Elements are independent of each
/// other, so the width of the processor's vectors changes no bit.
public func addRight(_ right: Span<Float>, into left: inout MutableSpan<Float>) {
    precondition(left.count == right.count, "adding \(right.count) floats to \(left.count)")
    unsafe left.withUnsafeMutableBufferPointer { left in
        unsafe right.withUnsafeBufferPointer { right in
            // Both buffers have `count` elements, checked above; without bounds checks the loop becomes vector code.
            guard let sums = left.baseAddress, let addends = right.baseAddress else { return }
            for index in 0..<left.count { unsafe sums[index] += addends[index] }
        }
    }
}

/// Writes the sum left + right of each element, rounded once, over `sum`: the same bits as `addRight(_:into:)` gives.
public func addRight(_ right: Span<Float>, to left: Span<Float>, into sum: inout MutableSpan<Float>) {
    precondition(
        left.count == right.count && left.count == sum.count,
        "adding \(right.count) floats to \(left.count) into \(sum.count)")
    unsafe sum.withUnsafeMutableBufferPointer { sum in
        unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                // All three have `count` elements, checked above; without bounds checks the loop becomes vector code.
                guard let sums = sum.baseAddress, let first = left.baseAddress, let second = right.baseAddress else {
                    return
                }
                for index in 0..<sum.count { unsafe sums[index] = first[index] + second[index] }
            }
        }
    }
}

/// Whether no element is infinite or not a number.
public func isFinite(_ values: Span<Float>) -> Bool {
    unsafe values.withUnsafeBufferPointer { values in
        // All bits of the exponent are set in exactly the values that are not finite.
        let exponent: UInt32 = 0x7F80_0000
        var hasInfinite: UInt32 = 0
        for index in 0..<values.count {
            // The index is below the buffer's count; without a bounds check the loop becomes vector code.
            let bits = unsafe values.baseAddress.unsafelyUnwrapped[index].bitPattern
            hasInfinite |= (bits & exponent) == exponent ? 1 : 0
        }
        return hasInfinite == 0
    }
}
