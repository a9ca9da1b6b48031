/// Why a checkpoint can't be gone on with.
package enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A text of the metadata is missing or isn't what it has to be.
    case metadata(String, expected: String, found: String)
    /// It belongs to a run of another job, on other data or with other numerics.
    case otherLineage(expected: String, found: String)

    package var description: String {
        switch self {
        case .metadata(let name, let expected, let found):
            "metadata \(name): expected \(expected), found \(found)"
        case .otherLineage(let expected, let found):
            "expected the lineage of this job and data, \(expected), found \(found); "
                + "a run goes on with the same job and data only"
        }
    }
}
