/// Which rows of a file are the samples of a split, in their order.
enum RowSelection: Hashable, Sendable {
    case contiguous(Range<Int>)
    case listed([UInt32])

    var count: Int {
        switch self {
        case .contiguous(let rows): rows.count
        case .listed(let rows): rows.count
        }
    }

    /// The row of sample number `sample`, which is below `count`.
    subscript(sample: Int) -> Int {
        switch self {
        case .contiguous(let rows): rows.lowerBound + sample
        case .listed(let rows): Int(rows[sample])
        }
    }

    /// The rows that `positions` picks out of these.
    func selecting(_ positions: RowSelection) -> RowSelection {
        switch (self, positions) {
        case (.contiguous(let rows), .contiguous(let range)):
            .contiguous(rows.lowerBound + range.lowerBound..<rows.lowerBound + range.upperBound)
        default:
            .listed((0..<positions.count).map { UInt32(truncatingIfNeeded: self[positions[$0]]) })
        }
    }
}
