extension ListBuilder where Element: WritableListElement {
    /// The value at an index, which must be in bounds.
    @inlinable
    @inline(__always)
    public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < raw.count, "list index out of bounds")
            return Element.element(of: raw, at: index)
        }
        nonmutating set {
            precondition(index >= 0 && index < raw.count, "list index out of bounds")
            Element.set(newValue, in: raw, at: index)
        }
    }

    /// Sets all elements from as many values.
    @inlinable
    public func copy(from values: some Collection<Element>) {
        precondition(values.count == count, "list of \(count) set from \(values.count) values")
        for (index, value) in zip(indices, values) { Element.set(value, in: raw, at: index) }
    }
}

extension ListBuilder where Element: WritableListElement & CapnProtoScalar {
    /// Sets all elements from as many values, in one copy.
    @inlinable
    public func copy(from values: Span<Element>) {
        precondition(values.count == count, "list of \(count) set from \(values.count) values")
        raw.copy(from: values)
    }
}
