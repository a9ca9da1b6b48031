internal import CapnProto

/// One request and its answer, handed over as an object or as bytes.
struct Workload<Schema: CapnProtoStruct> {
    let name: String
    let make: (inout Random, Schema.Builder) throws(WireError) -> Void
    let answer: (Schema.Reader) throws(WireError) -> UInt64
    /// The peer's: whether over bytes, and where to write the request instead.
    let peer: (Int32, UnsafeMutablePointer<UInt8>?) -> UInt64

    func rows() throws -> [Benchmark.Row] {
        var message = MessageBuilder(firstSegmentWordCount: 1 << 17)
        func build() throws(WireError) -> OutgoingMessage {
            message.reset()
            var random = Random()
            try make(&random, message.initRoot(as: Schema.self))
            return message.finish()
        }
        try AlignedBytes(build().serialized()).requireEqual(name) { peer(1, $0) }
        let expected = peer(1, nil)
        return [
            .init(
                "\(name), as objects",
                ours: { try require(answer(build().reader().root(as: Schema.self)), expected) },
                peer: { try require(peer(0, nil), expected) }),
            .init(
                "\(name), over bytes",
                ours: {
                    let bytes = try build().flattened()
                    try require(answer(bytes.reader(limits: .default).root(as: Schema.self)), expected)
                },
                peer: { try require(peer(1, nil), expected) }),
        ]
    }
}

/// Marsaglia's xorshift64; the peer draws the same numbers.
struct Random {
    private var state: UInt64 = 88_172_645_463_325_252

    mutating func next(_ bound: UInt32) -> UInt32 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt32(truncatingIfNeeded: state >> 33) % bound
    }
}
