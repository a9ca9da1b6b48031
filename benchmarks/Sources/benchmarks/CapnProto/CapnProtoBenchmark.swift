extension Benchmark {
    /// Cap'n Proto for Swift beside libcapnp in C++, each compiled as its programs are.
    ///
    /// What both build has equal bytes, and what both read has equal checksums; else a row throws.
    static var capnProto: Benchmark {
        Benchmark(
            name: "capnp",
            groups: [
                Updates.rows, Tensors.rows, Cars.workload.rows, Cats.workload.rows, Expressions.workload.rows,
            ])
    }
}

extension Benchmark.Row {
    /// A row whose peer is libcapnp.
    init(_ name: String, ours: @escaping () throws -> Void, peer: @escaping () throws -> Void) {
        self.init(name: name, peerName: "libcapnp", ours: ours, peer: peer)
    }
}
