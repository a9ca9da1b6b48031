extension ListBuilder where Element == CapnProtoText {
    /// Sets the text at an index, which must be in bounds.
    @inlinable
    public func set(_ value: String, at index: Int) throws(WireError) {
        try self[index].setText(value)
    }
}

extension ListBuilder where Element == CapnProtoData {
    /// Sets the data at an index, which must be in bounds, to a copy of bytes.
    @inlinable
    public func set(_ value: RawSpan, at index: Int) throws(WireError) {
        try self[index].setData(value)
    }
}
