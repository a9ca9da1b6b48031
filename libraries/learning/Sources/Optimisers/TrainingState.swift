/// All that a step changes: the parameters and the optimiser's state.
///
/// A run keeps two of them. A step reads the committed one and writes the other, bucket by bucket; to commit is to
/// exchange their roles. A step that does not commit has changed nothing.
public struct TrainingState: Sendable {
    /// The flat parameter vector.
    public let parameters: FloatArena
    /// The optimiser's state, in the order of its `slotNames`.
    ///
    /// Zeros before the first step.
    public let slots: [OptimiserSlot]

    /// A state of these vectors, used in place: one of a checkpoint, or one whose arenas take turns.
    ///
    /// The slots are those of the run's optimiser, in its order, each as long as the parameters.
    public init(parameters: FloatArena, slots: [OptimiserSlot]) {
        precondition(
            slots.allSatisfy { $0.values.count == parameters.count },
            "TrainingState: expected \(parameters.count) values in every slot")
        self.parameters = parameters
        self.slots = slots
    }

    /// A state of `parameterCount` zeros and the slots of `optimiser`.
    public init(parameterCount: Int, optimiser: Optimiser) {
        self.init(parameters: FloatArena(count: parameterCount), optimiser: optimiser)
    }

    /// A state of these parameters, used in place, and the slots of `optimiser`.
    public init(parameters: FloatArena, optimiser: Optimiser) {
        self.parameters = parameters
        slots = optimiser.slotNames.map {
            OptimiserSlot(name: $0, values: FloatArena(count: parameters.count))
        }
    }
}
