/// One comparison of ours with a peer, or with the limit that the machine sets.
struct Benchmark {
    /// What `make bench-NAME` calls it.
    let name: String
    /// Make its rows, group by group, each when its turn has come; each row does the same work with ours and with the
    /// peer.
    let groups: [() throws -> [Row]]
    /// What it measures of whole runs.
    var trials: [Trial] = []

    struct Row {
        let name: String
        /// What the peer is.
        let peerName: String
        /// Multiplications and additions of one call, where a speed in GFLOP/s says something.
        var operations: Double?
        /// The ratio that it should not exceed, where there is one.
        var limit: Double?
        let ours: () throws -> Void
        let peer: () throws -> Void
    }

    /// The row's name as it is written: of training steps, what they are and what they stand beside alone.
    func title(of row: Row) -> String {
        row.name.contains("/") ? row.name : "\(name): \(row.name); peer: \(row.peerName)"
    }
}
