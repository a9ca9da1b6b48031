/// A loop whose instructions are counted.
struct Loop {
    let name: String
    /// How many floats it goes through.
    let elements: Int
    /// The most instructions that it may take for each.
    let limit: Double
    /// What is not the loop's, and is counted for itself.
    let without: () throws -> Void
    /// That and the loop.
    let with: () throws -> Void

    /// A loop of its own.
    init(_ name: String, elements: Int, limit: Double, _ work: @escaping () throws -> Void) {
        self.init(name, elements: elements, limit: limit, without: {}, with: work)
    }

    init(
        _ name: String, elements: Int, limit: Double, without: @escaping () throws -> Void,
        with: @escaping () throws -> Void
    ) {
        self.name = name
        self.elements = elements
        self.limit = limit
        self.without = without
        self.with = with
    }
}
