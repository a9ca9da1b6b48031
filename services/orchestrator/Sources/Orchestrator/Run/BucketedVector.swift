package import Learning

/// A vector of one float a parameter, each bucket in a block of its own.
///
/// Blocks are what memory is held, sent and used again by: who needs one bucket of a former step keeps that one alone.
package struct BucketedVector: Sendable {
    package let layout: BucketLayout
    /// One for each bucket, as long as it.
    package let blocks: [FloatArena]

    /// Views blocks, one for each bucket.
    init(_ blocks: [FloatArena], layout: BucketLayout) {
        precondition(blocks.map(\.count) == layout.sizes, "BucketedVector: the blocks aren't those of the buckets")
        self.blocks = blocks
        self.layout = layout
    }

    /// The elements of `range` where they lie, in order.
    func pieces(of range: Range<Int>) -> [(block: FloatArena, range: Range<Int>)] {
        blocks.enumerated().compactMap { bucket, block in
            let whole = layout.range(of: bucket)
            let part = whole.clamped(to: range)
            guard !part.isEmpty else { return nil }
            return (block, part.lowerBound - whole.lowerBound..<part.upperBound - whole.lowerBound)
        }
    }

    /// Writes `values` over the elements from `offset` on.
    func copy(_ values: Span<Float>, at offset: Int) {
        var start = 0
        for (block, range) in pieces(of: offset..<offset + values.count) {
            block.copy(values.extracting(start..<start + range.count), at: range.lowerBound)
            start += range.count
        }
    }

    /// All of it, in the order of the parameters.
    package var elements: [Float] {
        blocks.flatMap { block in
            let span = block.span
            return span.indices.map { span[$0] }
        }
    }
}
