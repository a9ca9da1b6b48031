/// What had to be done again, and what was checked, in one process's time.
package struct RedoneWork: Codable, Hashable, Sendable {
    /// Leases handed out.
    package let leasesIssued: UInt64
    /// Those whose work was somebody else's before.
    package let leasesReissued: UInt64
    /// Rounds that were computed anew.
    package let roundsRedone: UInt64
    /// Nodes on whose value two trainers agreed.
    package let auditsDone: UInt64
    /// Pushes that didn't count.
    package let pushesRefused: UInt64

    /// All of it; nothing where nothing is said.
    package init(
        leasesIssued: UInt64 = 0, leasesReissued: UInt64 = 0, roundsRedone: UInt64 = 0, auditsDone: UInt64 = 0,
        pushesRefused: UInt64 = 0
    ) {
        self.leasesIssued = leasesIssued
        self.leasesReissued = leasesReissued
        self.roundsRedone = roundsRedone
        self.auditsDone = auditsDone
        self.pushesRefused = pushesRefused
    }
}
