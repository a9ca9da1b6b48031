/// A file of the run directory that may be downloaded: a checkpoint, or the final model.
package struct CheckpointFile: Codable, Hashable, Sendable {
    /// What it holds.
    package enum Kind: String, Codable, Sendable {
        /// All that a run needs to go on.
        case checkpoint
        /// The parameters of a finished run.
        case model
    }

    /// Its name in the run directory.
    package let name: String
    /// What it holds.
    package let kind: Kind
    /// Committed steps; nil for the final model.
    package let step: UInt64?
    /// Its size.
    package let bytes: UInt64
    /// The digest of all its bytes, in hexadecimal.
    package let sha256: String
    /// When it was written, unix time in seconds.
    package let written: Double
}
