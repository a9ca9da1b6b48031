/// A measurement of whole runs: it has no peer to take turns with, takes its time, and holds its figures against limits.
struct Trial {
    /// What selects it.
    let name: String
    /// About how long it takes.
    let duration: Duration
    let measure: () throws -> [Figure]
}
