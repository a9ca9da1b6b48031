/// What `/api/v1/checkpoints` says: what can be downloaded.
package struct CheckpointsAnswer: Codable, Hashable, Sendable {
    /// The final model first, if there is one, then the newest checkpoint.
    package let checkpoints: [CheckpointFile]
}
