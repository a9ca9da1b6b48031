/// How long is waited for processes.
package struct ProcessTerms: Hashable, Sendable {
    /// Until compute listens.
    package let starting: Duration
    /// Until trainers have ended by themselves when the run has.
    package let completing: Duration
    /// Until a process has ended that was asked to: longer than its own limit of ten seconds.
    package let stopping: Duration

    /// A minute, and twice a quarter of one.
    package init(
        starting: Duration = .seconds(60), completing: Duration = .seconds(15), stopping: Duration = .seconds(15)
    ) {
        self.starting = starting
        self.completing = completing
        self.stopping = stopping
    }
}
