/// What turns raw inputs into the model's: (x scale - mean) / deviation, element by element, in float32.
public struct InputTransform: Hashable, Sendable {
    /// None, one for all features, or one for each; likewise below.
    public let scale: [Float]
    /// Subtracted behind the scaling.
    public let mean: [Float]
    /// Divided by behind that; never 0.
    public let deviation: [Float]

    /// A transform of these values.
    public init(scale: [Float] = [], mean: [Float] = [], deviation: [Float] = []) {
        self.scale = scale
        self.mean = mean
        self.deviation = deviation
    }

    /// The operators in their order, with what they take on their right.
    var steps: [(operation: String, name: String, values: [Float])] {
        [("Mul", "scale", scale), ("Sub", "mean", mean), ("Div", "deviation", deviation)].filter { !$0.2.isEmpty }
    }
}
