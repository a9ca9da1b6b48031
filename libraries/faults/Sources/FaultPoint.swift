/// A named place in a service where a test may have it fail.
///
/// The number of the step that a place is reached in goes with it: for checkpoints that of the committed steps, which
/// their names carry, for all others that of the step under way.
public enum FaultPoint: String, Hashable, Sendable, CaseIterable {
    /// A trainer knows the job's numerics and executes itself again with them next.
    case trainerRestart = "trainer.restart"
    /// A trainer has computed a lease and pushes it next.
    case trainerPushBefore = "trainer.push.before"
    /// Half of a lease's first node is pushed: earlier buckets as a whole, the middle one up to half of its frame.
    case trainerPushMiddle = "trainer.push.middle"
    /// All of a lease is pushed, and the system has taken it.
    case trainerPushAfter = "trainer.push.after"
    /// A trainer begins a micro-batch; `pause` is what each takes at least.
    case trainerPace = "trainer.pace"
    /// A trainer has computed a lease; `corrupt` and `spoil` falsify every lease of the step.
    case trainerGradient = "trainer.gradient"
    /// A step is reduced and not yet committed.
    case orchestratorCommitBefore = "orchestrator.commit.before"
    /// A step is committed and its parameters are on their way; no checkpoint holds it.
    case orchestratorCommitAfter = "orchestrator.commit.after"
    /// Half of a checkpoint's bytes are in its temporary file.
    case orchestratorCheckpointMiddle = "orchestrator.checkpoint.middle"
    /// As a disk leaves it that loses power: the checkpoint has its name, but only half of its bytes.
    case orchestratorCheckpointTorn = "orchestrator.checkpoint.torn"
    /// A checkpoint is written.
    case orchestratorCheckpointAfter = "orchestrator.checkpoint.after"
    /// Compute has read a request for a micro-batch and answers next.
    case computeFetchBefore = "compute.fetch.before"
    /// Half of the frame that carries a micro-batch is sent.
    case computeFetchMiddle = "compute.fetch.middle"

    /// What can be done there.
    public var actions: [FaultAction.Kind] {
        switch self {
        case .trainerPushMiddle, .computeFetchMiddle: [.kill, .stop, .cut]
        case .trainerPace: [.pause]
        case .trainerGradient: [.corrupt, .spoil]
        case .orchestratorCheckpointTorn: [.kill]
        default: [.kill, .stop]
        }
    }
}
