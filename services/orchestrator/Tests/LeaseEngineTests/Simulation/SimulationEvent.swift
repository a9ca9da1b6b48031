import LeaseEngine
import Reduction

/// What happens to the simulated run at some moment.
enum SimulationEvent {
    case join(trainer: Int)
    /// A lease or parameters reach a trainer, if its connection still stands.
    case deliver(Grant, trainer: Int, life: Int)
    case parameters(UInt64, trainer: Int, life: Int)
    case finish(Grant, trainer: Int, life: Int)
    case push(SimulatedPush, trainer: Int, life: Int)
    case die(trainer: Int, life: Int)
    case tick
}

/// A pushed node.
struct SimulatedPush {
    let lease: UInt64
    let round: Round
    let bucket: Int
    let node: NodeInterval
    let value: HashValue
}
