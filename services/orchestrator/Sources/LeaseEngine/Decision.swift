/// What is to be done after an event, in the order of the array that holds it.
public enum Decision: Hashable, Sendable, CustomStringConvertible {
    /// Send a trainer a lease.
    case grant(Grant)
    /// Tell a trainer that it may drop a lease.
    case revoke(Revocation)
    /// Log that a member does something else from now.
    case note(MemberChange)
    /// Show that the run waits, until ``proceed``.
    case wait(Waiting)
    /// Show that the run goes on.
    case proceed
    /// Log who was proven wrong, end its connection, and let nobody of that name join again.
    case expel(Expulsion)
    /// Drop all values of the round under way, the sums of complete buckets too: it is computed anew.
    case redo(Redo)
    /// All sums of the round are final.
    ///
    /// Where one is not finite, call ``LeaseEngine/sumIsNotFinite(in:suspects:at:)``; otherwise commit, and call
    /// ``LeaseEngine/advance(at:)``.
    case commit(Round)
    /// The run can't go on.
    case fail(Fault)

    /// Fit for a log.
    public var description: String {
        switch self {
        case .grant(let grant): grant.description
        case .revoke(let revocation): revocation.description
        case .note(let change): change.description
        case .wait(let waiting): waiting.description
        case .proceed: "the run goes on"
        case .expel(let expulsion): expulsion.description
        case .redo(let redo): redo.description
        case .commit(let round): "\(round) is complete"
        case .fail(let fault): fault.description
        }
    }
}
