internal import CLibcapnpPeer
internal import CapnProto

/// The small GradientUpdate: built, flattened, read, packed and unpacked.
enum Updates {
    static let values: [UInt8] = [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
    ]

    static func fill(_ update: GradientUpdate.Builder) throws(WireError) {
        let values = values
        update.step = 1234
        update.lease = 77
        try update.setTrainer("trainer-1")
        update.loss = 0.25
        let tensors = try update.initTensors(count: 2)
        let weight = tensors[0]
        try weight.setName("layers.0.weight")
        weight.kind = .float32
        let shape = try weight.initShape(count: 2)
        shape[0] = 2
        shape[1] = 3
        try weight.setData(values.span.bytes)
        let bias = tensors[1]
        try bias.setName("layers.0.bias")
        bias.kind = .uint8
        try bias.initShape(count: 1)[0] = 12
        try bias.setData(values.span.extracting(first: 12).bytes)
    }

    static func sum(_ update: GradientUpdate.Reader) throws(WireError) -> UInt64 {
        var result = update.step &+ update.lease &+ UInt64(try update.trainerUTF8.byteCount)
        result &+= UInt64(update.loss * 4)
        for tensor in try update.tensors {
            result &+= UInt64(try tensor.nameUTF8.byteCount) &+ UInt64(tensor.kind.rawValue)
            for extent in try tensor.shape { result &+= extent }
            let data = try tensor.data
            let bytes = data.bytes
            result &+= UInt64(data.byteCount) &+ UInt64(first(of: bytes)) &+ UInt64(last(of: bytes))
        }
        return result
    }

    static func build() throws(WireError) -> OutgoingMessage {
        let message = MessageBuilder()
        try fill(message.initRoot(as: GradientUpdate.self))
        return message.finish()
    }

    static func rows() throws -> [Benchmark.Row] {
        let built = try build()
        let flat = AlignedBytes(built.serialized())
        let packed = built.packed()
        try flat.requireEqual("GradientUpdate") { peer_update_build($0) }
        var reused = MessageBuilder()
        var room = [UInt8](repeating: 0, count: built.largestPackedByteCount)
        var theirRoom = room
        let packedCount = Int(peer_update_pack(&theirRoom, theirRoom.count))
        guard packed == Array(theirRoom[..<packedCount]) else { throw Benchmark.WrongValue("packed GradientUpdate") }
        let checksum = peer_update_read(flat.start, flat.count)
        return [
            .init(
                "build", ours: { Sink.keep(try build().byteCount) }, peer: { Sink.keep(peer_update_build(nil)) }),
            .init(
                "build in reused memory",
                ours: {
                    reused.reset()
                    try fill(reused.initRoot(as: GradientUpdate.self))
                }, peer: { Sink.keep(peer_update_build_reusing()) }),
            .init(
                "flatten", ours: { Sink.keep(built.flattened().byteCount) }, peer: { Sink.keep(peer_update_flatten()) }),
            .init(
                "read all",
                ours: { try require(sum(flat.message().root(as: GradientUpdate.self)), checksum) },
                peer: { try require(peer_update_read(flat.start, flat.count), checksum) }),
            .init(
                "packed write",
                ours: {
                    var elements = room.mutableSpan
                    var target = elements.mutableBytes
                    Sink.keep(built.pack(into: &target))
                }, peer: { Sink.keep(peer_update_pack(&theirRoom, theirRoom.count)) }),
            .init(
                "packed read",
                ours: {
                    let message = try MessageReader(unpacking: packed)
                    try require(sum(message.root(as: GradientUpdate.self)), checksum)
                }, peer: { try require(peer_update_unpack(packed, packed.count), checksum) }),
        ]
    }
}
