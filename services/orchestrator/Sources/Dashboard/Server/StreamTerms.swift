/// How long is waited for those who follow a run.
package struct StreamTerms: Sendable {
    /// Between two signs of life where nothing happens.
    package let heartbeat: Duration
    /// What one write to a client may take before it is cut off.
    package let patience: Duration

    /// Five seconds, and twenty.
    package init(heartbeat: Duration = .seconds(5), patience: Duration = .seconds(20)) {
        self.heartbeat = heartbeat
        self.patience = patience
    }
}
