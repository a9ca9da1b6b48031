/// What a run directory holds of a run beside the state that it goes on with.
package struct StoredRun: Hashable, Sendable {
    /// After how many steps there are checkpoints that are sound, or older than one that is.
    package let checkpoints: [UInt64]
    /// After how many steps there are checkpoints that can't be read.
    package let damaged: [UInt64]
    /// The names that were proven wrong, and why.
    package let expelled: [String: String]

    package init(checkpoints: [UInt64], damaged: [UInt64], expelled: [String: String]) {
        self.checkpoints = checkpoints
        self.damaged = damaged
        self.expelled = expelled
    }

    /// Of a run that begins.
    package static let nothing = StoredRun(checkpoints: [], damaged: [], expelled: [:])
}
