import LeaseEngine
import Reduction

/// What happens to the simulated run at some moment.
enum SimulationEvent {
    case join(trainer: Int)
    /// Something reaches a trainer, if its connection still stands.
    case deliver(Message, trainer: Int, connection: Int)
    /// A trainer is through with a lease, if it has not died or dropped it.
    case finish(Grant, trainer: Int, life: Int, work: Int)
    /// A trainer is through with the micro-batch at which it drops a lease, if it has not died.
    case drop(trainer: Int, life: Int, work: Int)
    /// Something reaches the orchestrator, if the connection still stands.
    case push(SimulatedPush, trainer: Int, connection: Int)
    case die(trainer: Int, life: Int)
    /// A connection is lost.
    case cut(trainer: Int, connection: Int)
    /// The orchestrator notices that an old connection is dead, if it has not been restarted.
    case forget(TrainerID, life: Int)
    /// Something bad happens to somebody.
    case mishap
    /// Trainers' heartbeats, and the orchestrator's look at the clock.
    case beat
    case checkpointWritten(life: Int, fails: Bool)
    case orchestratorIsBack

    enum Message {
        case lease(Grant)
        case revocation(Revocation)
        case parameters(Round)
    }
}

/// A pushed node.
struct SimulatedPush {
    let lease: UInt64
    let round: Round
    let bucket: Int
    let leaves: Leaves
    let value: HashValue
    var lineage = 0
}
