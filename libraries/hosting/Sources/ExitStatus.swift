/// What a service's exit code says.
///
/// The numbers follow BSD's sysexits where that has a fitting one.
public enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    /// All that was asked for was done.
    case done = 0
    /// The run ended, but its numbers are no longer finite.
    case diverged = 3
    /// The run ended, but the model misses the job's target.
    case targetMissed = 4
    /// The command line can't be understood.
    case usage = 64
    /// The job file or the data is wrong.
    case badInput = 65
    /// A service that is needed can't be reached, or is gone.
    case unavailable = 69
    /// A fault of this program.
    case internalFault = 70
    /// A file can't be written or read.
    case ioFailure = 74
    /// Stopped on request before the end; a run can be resumed.
    case interrupted = 75
    /// The other side refused, or broke the conversation's rules.
    case refused = 76
}
