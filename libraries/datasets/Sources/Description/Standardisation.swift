/// How scaled features are brought to mean 0 and deviation 1, as fitted on the training split.
public enum Standardisation: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// With one mean and one deviation over all features.
    case global
    /// With a mean and a deviation for each feature.
    case feature
}
