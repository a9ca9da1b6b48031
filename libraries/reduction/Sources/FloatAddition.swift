/// Adds vectors of floats: the only place where gradients are added.
///
/// Each element of the left one becomes the IEEE 754 sum left + right, rounded once. Elements are independent of each
/// other, so the width of the processor's vectors changes no bit. Returns whether every sum is finite, found in the same
/// pass: an addend that isn't makes a sum that isn't.
@discardableResult
public func addRight(_ right: Span<Float>, into left: inout MutableSpan<Float>) -> Bool {
    precondition(left.count == right.count, "adding \(right.count) floats to \(left.count)")
    return unsafe left.withUnsafeMutableBufferPointer { left in
        unsafe right.withUnsafeBufferPointer { right in
            // Both buffers have `count` elements, checked above; without bounds checks the loop becomes vector code.
            guard let sums = left.baseAddress, let addends = right.baseAddress else { return true }
            var notFinite: UInt32 = 0
            for index in 0..<left.count {
                let sum = unsafe sums[index] + addends[index]
                unsafe sums[index] = sum
                notFinite |= infiniteBit(of: sum)
            }
            return notFinite == 0
        }
    }
}

/// Writes the sum left + right of each element, rounded once, over `sum`: the same bits as `addRight(_:into:)` gives, and
/// the same answer.
@discardableResult
public func addRight(_ right: Span<Float>, to left: Span<Float>, into sum: inout MutableSpan<Float>) -> Bool {
    precondition(
        left.count == right.count && left.count == sum.count,
        "adding \(right.count) floats to \(left.count) into \(sum.count)")
    return unsafe sum.withUnsafeMutableBufferPointer { sum in
        unsafe left.withUnsafeBufferPointer { left in
            unsafe right.withUnsafeBufferPointer { right in
                // All three have `count` elements, checked above; without bounds checks the loop becomes vector code.
                guard let sums = sum.baseAddress, let first = left.baseAddress, let second = right.baseAddress else {
                    return true
                }
                var notFinite: UInt32 = 0
                for index in 0..<sum.count {
                    let value = unsafe first[index] + second[index]
                    unsafe sums[index] = value
                    notFinite |= infiniteBit(of: value)
                }
                return notFinite == 0
            }
        }
    }
}

/// Whether no element is infinite or not a number.
public func isFinite(_ values: Span<Float>) -> Bool {
    unsafe values.withUnsafeBufferPointer { values in
        var notFinite: UInt32 = 0
        for index in 0..<values.count {
            // The index is below the buffer's count; without a bounds check the loop becomes vector code.
            notFinite |= unsafe infiniteBit(of: values.baseAddress.unsafelyUnwrapped[index])
        }
        return notFinite == 0
    }
}

/// 1 for a number that is not finite: all bits of the exponent are set in exactly those.
@inline(__always)
private func infiniteBit(of value: Float) -> UInt32 {
    let exponent: UInt32 = 0x7F80_0000
    return (value.bitPattern & exponent) == exponent ? 1 : 0
}
