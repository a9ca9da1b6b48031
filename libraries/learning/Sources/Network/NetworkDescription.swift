/// A model as a list of layers, with the shape of a sample in front and a loss behind.
public struct NetworkDescription: Hashable, Sendable {
    /// The shape of one sample: (features), (positions, features), (channels, height, width), or (positions) of tokens.
    public let inputShape: [Int]
    /// From the sample to what the loss takes.
    public let layers: [NamedLayer]
    /// What training makes small.
    public let loss: LossDescription

    /// A network of these layers.
    ///
    /// `Model` tells whether they fit.
    public init(inputShape: [Int], layers: [NamedLayer], loss: LossDescription = .crossEntropy()) {
        self.inputShape = inputShape
        self.layers = layers
        self.loss = loss
    }

    /// The same layers behind inputs of another shape, or with another loss.
    public func with(inputShape: [Int]? = nil, loss: LossDescription? = nil) -> NetworkDescription {
        NetworkDescription(inputShape: inputShape ?? self.inputShape, layers: layers, loss: loss ?? self.loss)
    }
}
