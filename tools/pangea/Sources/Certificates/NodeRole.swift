internal import Admission

/// What a node does in a run, as its certificate says it.
package enum NodeRole: String, CaseIterable, Hashable, Sendable {
    case compute
    case orchestrator
    case trainer

    /// On which sides of connections it stands: compute only listens, a trainer only dials.
    var sides: Set<CertificateProblem.Side> {
        switch self {
        case .compute: [.listening]
        case .orchestrator: [.listening, .dialling]
        case .trainer: [.dialling]
        }
    }

    /// The hosts that it is always for: who listens may be reached from its own machine.
    var ownHosts: [String] { sides.contains(.listening) ? ["localhost", "127.0.0.1", "::1"] : [] }
}
