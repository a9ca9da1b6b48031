public import Transport

public import enum Schemas.Role

extension ConnectionOptions {
    /// The same, where a peer under TLS has to have a certificate for one of these roles, or for the host that is dialled.
    public func expecting(_ roles: Role...) -> ConnectionOptions {
        expecting(roles.compactMap(\.certificateName))
    }
}

extension Role {
    /// What a certificate calls it; nil for none.
    fileprivate var certificateName: String? {
        switch self {
        case .orchestrator: "orchestrator"
        case .compute: "compute"
        case .trainer: "trainer"
        default: nil
        }
    }
}
