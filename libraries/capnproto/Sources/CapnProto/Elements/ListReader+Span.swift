extension ListReader where Element: CapnProtoScalar {
    /// The numbers in place, or `nil` when they don't lie side by side because the sender's schema has made the list a
    /// list of structs.
    @inlinable
    public var span: Span<Element>? {
        @_lifetime(borrow self)
        get {
            guard raw.isPacked(byteCount: MemoryLayout<Element>.size) || isEmpty else { return nil }
            return raw.span(of: Element.self)
        }
    }

    /// Copies the numbers, as many as `target` has elements; the two counts must be equal.
    public func copy(into target: inout MutableSpan<Element>) {
        precondition(target.count == count, "list of \(count) copied into \(target.count) elements")
        for index in indices { target[index] = self[index] }
    }
}
