/// What a user of the generator can choose.
public struct GeneratorOptions: Equatable, Sendable {
    /// Who may use the generated declarations.
    public var accessLevel: AccessLevel

    /// The default: public declarations.
    public init(accessLevel: AccessLevel = .public) {
        self.accessLevel = accessLevel
    }
}
