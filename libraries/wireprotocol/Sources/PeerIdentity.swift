public import Schemas

/// Who a service says it is when two of them meet.
public struct PeerIdentity: Hashable, Sendable {
    /// The service's part in a run.
    public let role: Role
    /// Its name in logs; grants nothing.
    public let name: String
    /// What its machine offers.
    public let capabilities: MachineCapabilities

    /// Creates an identity.
    public init(role: Role, name: String, capabilities: MachineCapabilities) {
        self.role = role
        self.name = name
        self.capabilities = capabilities
    }
}
