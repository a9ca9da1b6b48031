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

    /// Appends a tensor behind the last one and returns its range.
    package mutating func append(_ name: String, shape: [Int], _ initialisation: Initialisation) -> Range<Int> {
        let range = count..<(count + shape.reduce(1, *))
        entries.append(ParameterEntry(name: name, shape: shape, range: range, initialisation: initialisation))
        return range
    }
}
