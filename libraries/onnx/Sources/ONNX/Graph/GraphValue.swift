/// What a node makes: its name in the graph, and the shape of one sample of it.
struct GraphValue {
    let name: String
    let shape: [Int]

    /// What another node makes, of the same shape.
    func renamed(_ name: String) -> GraphValue { GraphValue(name: name, shape: shape) }
}
