/// Who may use generated declarations.
public enum AccessLevel: String, CaseIterable, Sendable {
    /// The module alone.
    case `internal`
    /// The modules of the package.
    case package
    /// Everybody.
    case `public`

    /// What stands in front of a declaration, with its space.
    var modifier: String { self == .internal ? "" : rawValue + " " }
    /// What stands above a function whose body may be copied into its callers' modules.
    var inlining: String? { self == .public ? "@inlinable" : nil }
}
