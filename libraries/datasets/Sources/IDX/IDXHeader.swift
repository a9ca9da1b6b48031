/// What an IDX file says about itself: two zero bytes, the element type, the number of dimensions, and each
/// dimension in four bytes, big-endian.
struct IDXHeader {
    let elementType: IDXElementType
    /// At least one; the first counts the samples.
    let dimensions: [Int]
    /// Where the first element begins.
    let byteCount: Int

    /// Elements of one sample: the product of all dimensions but the first.
    let elementsPerSample: Int

    var sampleCount: Int { dimensions[0] }

    /// Reads the header at the beginning of `bytes`, which must be as long as it announces, to the byte.
    init(_ bytes: [UInt8]) throws(IDXProblem) {
        guard bytes.count >= 4 else { throw .header(expectedBytes: 4, foundBytes: bytes.count) }
        guard bytes[0] == 0, bytes[1] == 0 else { throw .magic(found: Array(bytes[..<2])) }
        guard let elementType = IDXElementType(rawValue: bytes[2]) else { throw .elementType(found: bytes[2]) }
        let dimensionCount = Int(bytes[3])
        guard dimensionCount > 0 else { throw .dimensionCount(expected: "at least 1 dimension", found: 0) }
        let byteCount = 4 + 4 * dimensionCount
        guard bytes.count >= byteCount else { throw .header(expectedBytes: byteCount, foundBytes: bytes.count) }
        let dimensions = (0..<dimensionCount).map { index in
            bytes[4 + 4 * index..<8 + 4 * index].reduce(0) { $0 << 8 | Int($1) }
        }
        self.elementType = elementType
        self.dimensions = dimensions
        self.byteCount = byteCount
        elementsPerSample = try IDXHeader.elementsPerSample(dimensions, elementType, headerByteCount: byteCount)
        let expected = byteCount + sampleCount * elementsPerSample * elementType.byteCount
        guard bytes.count == expected else {
            throw .length(
                dimensions: dimensions, elementType: elementType.name, expectedBytes: expected,
                foundBytes: bytes.count)
        }
    }

    /// The product of all dimensions but the first; throws where the file's length in bytes would overflow.
    private static func elementsPerSample(
        _ dimensions: [Int], _ elementType: IDXElementType, headerByteCount: Int
    ) throws(IDXProblem) -> Int {
        guard !dimensions.dropFirst().contains(0) else { throw .emptyDimension(dimensions) }
        var elements = 1
        for dimension in dimensions.dropFirst() {
            let (product, overflow) = elements.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw .overflow(dimensions) }
            elements = product
        }
        let (all, overflowsElements) = elements.multipliedReportingOverflow(by: dimensions[0])
        let (bytes, overflowsBytes) = all.multipliedReportingOverflow(by: elementType.byteCount)
        guard !overflowsElements, !overflowsBytes, !bytes.addingReportingOverflow(headerByteCount).overflow else {
            throw .overflow(dimensions)
        }
        return elements
    }
}
