/// Where each tensor lies in a model's flat parameter vector: one behind the other, without gaps.
public struct ParameterLayout: Hashable, Sendable {
    /// The tensors in the order of the vector.
    public private(set) var entries: [ParameterEntry] = []

    package init() {}

    /// The number of parameters.
    public var count: Int { entries.last?.range.upperBound ?? 0 }

    /// The tensor called `name`, if there is one.
    public func entry(named name: String) -> ParameterEntry? {
        entries.first { $0.name == name }
    }

    /// Where the tensors lie that no weight decay acts on, in order, neighbours as one.
    public var undecayed: [Range<Int>] {
        entries.filter { !$0.decays }.reduce(into: []) { ranges, entry in
            if let last = ranges.last, last.upperBound == entry.range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<entry.range.upperBound
            } else {
                ranges.append(entry.range)
            }
        }
    }

    /// Appends a tensor behind the last one and returns its range.
    package mutating func append(_ name: String, shape: [Int], _ initialisation: Initialisation) -> Range<Int> {
        let range = count..<(count + shape.reduce(1, *))
        entries.append(ParameterEntry(name: name, shape: shape, range: range, initialisation: initialisation))
        return range
    }
}
