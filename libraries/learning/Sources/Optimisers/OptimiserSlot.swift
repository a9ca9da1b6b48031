/// One vector of an optimiser's state, with its name in checkpoints.
public struct OptimiserSlot: Sendable {
    /// For example "exp_avg".
    public let name: String
    /// One value a parameter, in the order of the parameters.
    public let values: FloatArena

    /// Names a vector.
    public init(name: String, values: FloatArena) {
        self.name = name
        self.values = values
    }
}
