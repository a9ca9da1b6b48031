/// One named tensor of a model's parameters.
public struct ParameterEntry: Hashable, Sendable {
    /// The name that PyTorch's `state_dict` uses, for example "fc1.weight".
    public let name: String
    /// Row-major: (outputs, inputs) for a weight, (outputs) for a bias.
    public let shape: [Int]
    /// Where the tensor lies in the flat parameter vector.
    public let range: Range<Int>
    /// How it starts.
    public let initialisation: Initialisation

    /// Whether weight decay acts on it: not on the weights of norms and not on biases, that is on no vector.
    public var decays: Bool { shape.count > 1 }

    package init(name: String, shape: [Int], range: Range<Int>, initialisation: Initialisation) {
        self.name = name
        self.shape = shape
        self.range = range
        self.initialisation = initialisation
    }
}
