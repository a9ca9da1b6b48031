/// How a run on this machine ended.
package enum RunEnd: Hashable, Sendable {
    /// The orchestrator ended with 0.
    case complete
    /// A process ended as it shouldn't; the words name it.
    case failed(ServiceLabel, status: Int32, String)
    /// The user asked for the end.
    case interrupted(signal: Int32)

    /// The code to exit with: the process's own, or 128 and the signal's number.
    package var code: Int32 {
        switch self {
        case .complete: 0
        case .failed(_, let status, _): status
        case .interrupted(let signal): 128 + signal
        }
    }
}
