/// What a service does to itself at a point of failure.
public enum FaultAction: Hashable, Sendable {
    /// Ends by SIGKILL.
    case kill
    /// Stops by SIGSTOP, until somebody sends SIGCONT.
    case stop
    /// Cuts the connection in the middle of a frame.
    case cut
    /// Takes at least so long.
    case pause(Duration)
    /// Flips a bit of what was computed.
    case corrupt
    /// Makes a number of what was computed infinite.
    case spoil

    /// An action without its measure.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case kill, stop, cut, pause, corrupt, spoil
    }

    /// The action without its measure.
    public var kind: Kind {
        switch self {
        case .kill: .kill
        case .stop: .stop
        case .cut: .cut
        case .pause: .pause
        case .corrupt: .corrupt
        case .spoil: .spoil
        }
    }
}
