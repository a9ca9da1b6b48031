/// Why a checkpoint can't be gone on with.
public enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A text of the metadata is missing or isn't what it has to be.
    case metadata(String, expected: String, found: String)
    /// Its bytes are not those that were written.
    case damaged(expected: String, found: String)
    /// It belongs to a run of another job, on other data or with other numerics.
    case otherLineage(expected: String, found: String)

    /// Whether the file is whole, but not this run's.
    public var isOfAnotherRun: Bool {
        if case .otherLineage = self { true } else { false }
    }

    /// What was expected and what came.
    public var description: String {
        switch self {
        case .metadata(let name, let expected, let found):
            "metadata \(name): expected \(expected), found \(found)"
        case .damaged(let expected, let found):
            "expected bytes with SHA-256 \(expected), found \(found): the file is damaged"
        case .otherLineage(let expected, let found):
            "expected the lineage of this job and data, \(expected), found \(found); "
                + "a run goes on with the same job and data only"
        }
    }
}
