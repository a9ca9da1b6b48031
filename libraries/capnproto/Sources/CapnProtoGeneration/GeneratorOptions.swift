/// What a user of the generator can choose.
public struct GeneratorOptions: Equatable, Sendable {
    /// Who may use the generated declarations.
    public var accessLevel: AccessLevel
    /// The type of the runtime that the declarations go into, for bindings that are part of the runtime itself.
    ///
    /// Such a file doesn't import the runtime, and has no schema for reflection: it is what reflection reads schemas by.
    public var runtimeScope: String?

    /// The default: public declarations of a module that imports the runtime.
    public init(accessLevel: AccessLevel = .public, runtimeScope: String? = nil) {
        self.accessLevel = accessLevel
        self.runtimeScope = runtimeScope
    }
}
