/// What every raw feature is multiplied by before anything else.
public enum Scaling: String, Hashable, Sendable, CaseIterable {
    /// By 1.
    case none
    /// By `Float(1) / 255`, which maps unsigned bytes onto 0 to 1; refused for features of any other type.
    case unit
}
