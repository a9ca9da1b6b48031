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
        let ours: () throws -> Void
        let peer: () throws -> Void
    }
}
