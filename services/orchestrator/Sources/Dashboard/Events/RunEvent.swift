package import RunRecords

/// What a run tells whoever keeps its history.
///
/// Making one costs the run next to nothing, and nobody who takes it makes the run wait.
package enum RunEvent: Sendable {
    /// A training step is committed.
    case step(StepRecord)
    /// An epoch is evaluated.
    case evaluation(EvaluationRecord)
    /// Something happened that a person may want to know of; `count` is how many micro-batches or others it was about.
    case note(RunNote.Kind, subject: String?, step: UInt64, text: String, count: UInt64)
    /// A checkpoint of the state before `step` is on the disk; `seconds` is what writing it took.
    case checkpoint(step: UInt64, seconds: Double)
    /// How things are, a few times a second.
    case snapshot(RunSnapshot)
    /// The run is over; `text` says why, or the digest of its model.
    case ended(RunOutcome, text: String)
}
