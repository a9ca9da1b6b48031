/// Why the two sides don't agree, or can't be compared.
struct InteropError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
