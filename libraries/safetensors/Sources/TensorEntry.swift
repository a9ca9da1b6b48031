/// One tensor of a file, as its header describes it.
public struct TensorEntry: Hashable, Sendable {
    /// Unique in its file.
    public let name: String
    /// The type of its elements.
    public let type: TensorType
    /// Row-major; none for a scalar.
    public let shape: [Int]
    /// Where its elements are, counted from the end of the header.
    public let bytes: Range<Int>

    /// The bytes that a tensor of this shape has, nil where that overflows or a size is negative.
    static func byteCount(of shape: [Int], _ type: TensorType) -> Int? {
        var count = type.byteCount
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, size >= 0 else { return nil }
            count = product
        }
        return count
    }
}
