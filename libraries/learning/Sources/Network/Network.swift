/// A network as it is computed: layers with their place in the parameter vector, and how they hang together.
struct Network: Sendable {
    /// A part of a network.
    indirect enum Node: Sendable {
        case layer(any Layer)
        /// The body's output plus the shortcut's; an empty shortcut is the input itself.
        case residual(body: [Node], shortcut: [Node])
    }

    let nodes: [Node]
    let layout: ParameterLayout
    /// One line a layer of the description.
    let summary: [LayerSummary]
    let inputShape: [Int]
    let outputShape: [Int]
    /// The tokens that the first layer, an embedding, knows.
    let embedding: Embedding?
    /// Whether training needs the samples' keys.
    let drawsRandomNumbers: Bool
}

extension [Network.Node] {
    /// Every layer, in the order of the forward pass.
    var layers: [any Layer] {
        flatMap { node -> [any Layer] in
            switch node {
            case .layer(let layer): [layer]
            case .residual(let body, let shortcut): body.layers + shortcut.layers
            }
        }
    }
}
