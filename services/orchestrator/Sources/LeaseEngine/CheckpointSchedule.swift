/// Decides when a checkpoint is written, and which ones are deleted.
///
/// One is written at a time, from a copy of the committed state that is taken when the writing begins. One that falls
/// due in the meantime waits; when it can be written, it is the newest state that is. A failure is retried, after a while
/// and from the newest state too, unless trying again can't help. Those older than the last `keep` are deleted once a
/// newer one is safe, and so are those that were found damaged.
///
/// A checkpoint is named by its number of committed steps: none is due between an epoch's last step and its evaluation.
public struct CheckpointSchedule: Sendable {
    /// What is to be done.
    public enum Decision: Hashable, Sendable, CustomStringConvertible {
        /// Copy the committed state, which is that after so many steps, and write it; report how that went.
        case write(step: UInt64)
        /// One is due, but the one after so many steps is still being written.
        case postpone(step: UInt64, writing: UInt64)
        /// Writing failed; it is tried again at some time from now.
        case retry(step: UInt64, after: Duration, reason: String)
        /// Writing failed, and would again: the run can't go on.
        case giveUp(step: UInt64, reason: String)
        /// These are no longer needed.
        case delete(steps: [UInt64])

        /// Fit for a log.
        public var description: String {
            switch self {
            case .write(let step): "writing a checkpoint after \(step) steps"
            case .postpone(let step, let writing):
                "the checkpoint after \(step) steps waits for the one after \(writing), which is being written"
            case .retry(let step, let delay, let reason):
                "the checkpoint after \(step) steps failed, next attempt in \(delay): \(reason)"
            case .giveUp(let step, let reason): "the checkpoint after \(step) steps failed for good: \(reason)"
            case .delete(let steps): "checkpoints after \(steps.map(String.init).joined(separator: ", ")) steps can go"
            }
        }
    }

    private let everySteps: UInt64?
    private let keep: Int
    private var delay: RetryDelay
    /// What a checkpoint could hold now; nil before an evaluation.
    private var committed: UInt64?
    private var isDue = false
    private var isClosed = false
    private var notBefore: Duration?
    /// Those on disk that can't be read.
    private var damaged: Set<UInt64>
    /// The one that is being written.
    public private(set) var writing: UInt64?
    /// Those on disk, oldest first.
    public private(set) var kept: [UInt64]

    /// One each `everySteps` steps, or where that is nil at the end of each epoch; the last `keep`, at least 1, are kept.
    ///
    /// `kept` are those that are on disk and sound, `damaged` those that aren't.
    public init(
        everySteps: UInt64?, keep: Int, kept: [UInt64] = [], damaged: [UInt64] = [], delay: RetryDelay = RetryDelay()
    ) {
        self.everySteps = everySteps
        self.keep = max(1, keep)
        self.kept = kept.sorted()
        self.damaged = Set(damaged)
        self.delay = delay
    }

    /// A round is committed, and `round` is next.
    public mutating func commit(before round: Round?, closesEpoch: Bool, at now: Duration) -> [Decision] {
        guard let round, round.phase == .training else {
            committed = nil
            return []
        }
        committed = round.step
        let isDueNow = everySteps.map { round.step % max(1, $0) == 0 } ?? closesEpoch
        guard isDueNow, round.step > 0 else { return begin(at: now) }
        isDue = true
        if let writing { return [.postpone(step: round.step, writing: writing)] }
        return begin(at: now)
    }

    /// The checkpoint that was being written is safe.
    public mutating func written(at now: Duration) -> [Decision] {
        guard let step = writing else { return [] }
        writing = nil
        delay.succeed()
        return keep(step) + begin(at: now)
    }

    /// The checkpoint could not be written; `canRetry` tells whether it may go better later.
    public mutating func failed(reason: String, canRetry: Bool = true, at now: Duration) -> [Decision] {
        guard let step = writing else { return [] }
        writing = nil
        guard canRetry else {
            isClosed = true
            return [.giveUp(step: step, reason: reason)]
        }
        isDue = true
        let wait = delay.fail()
        notBefore = now + wait
        return isClosed ? [] : [.retry(step: step, after: wait, reason: reason)]
    }

    /// Time has passed.
    public mutating func tick(at now: Duration) -> [Decision] { begin(at: now) }

    /// The run ends: no checkpoint is begun any more but its last.
    public mutating func close() { isClosed = true }

    /// The last state of a run that ends, after so many steps, is safe.
    public mutating func writtenLast(step: UInt64) -> [Decision] { keep(step) }

    private mutating func keep(_ step: UInt64) -> [Decision] {
        damaged.remove(step)
        kept = Set(kept + [step]).sorted()
        let old = damaged.sorted() + kept.dropLast(keep)
        kept.removeFirst(max(0, kept.count - keep))
        damaged = []
        return old.isEmpty ? [] : [.delete(steps: old)]
    }

    private mutating func begin(at now: Duration) -> [Decision] {
        guard isDue, !isClosed, writing == nil, let committed, now >= notBefore ?? now else { return [] }
        isDue = false
        notBefore = nil
        guard kept.last != committed else { return [] }
        writing = committed
        return [.write(step: committed)]
    }
}
