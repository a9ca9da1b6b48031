/// One of the two parts of a data set.
public enum Split: Hashable, Sendable, CaseIterable {
    /// The samples that parameters and preprocessing are fitted on.
    case training
    /// The samples that the result is measured on.
    case evaluation
}
