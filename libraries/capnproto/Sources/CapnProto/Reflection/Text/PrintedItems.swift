/// Where the items of a list or a record lie in what was printed so far.
struct PrintedItems {
    /// Where the first one starts.
    let start: Int
    /// Where each one ends, and so the next one starts.
    private(set) var ends: [Int] = []

    init(start: Int) { self.start = start }

    var count: Int { ends.count }

    mutating func end(at offset: Int) { ends.append(offset) }

    /// The bytes of each item.
    var ranges: [Range<Int>] { zip([start] + ends.dropLast(), ends).map { $0..<$1 } }

    /// Puts something in front of all items, between them and behind them.
    ///
    /// There is at least one.
    func delimit(_ output: inout [UInt8], prefix: [UInt8], delimiter: [UInt8], suffix: [UInt8]) {
        let printed = Array(output[start...])
        output.removeLast(printed.count)
        output += prefix
        for (index, range) in ranges.enumerated() {
            if index > 0 { output += delimiter }
            output += printed[range.lowerBound - start..<range.upperBound - start]
        }
        output += suffix
    }
}
