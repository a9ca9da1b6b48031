internal import CLibcapnpPeer
internal import CapnProto

/// A tensor of 64 MiB: written by copy and by adopting its memory, read in place, summed.
enum Tensors {
    static let byteCount = 64 << 20

    static func rows() throws -> [Benchmark.Row] {
        let count = byteCount / 4
        let values = AlignedBytes(byteCount: byteCount)
        values.withFloats { floats in
            for index in floats.indices { floats[index] = Float(index % 1000) }
        }
        let message = MessageBuilder(firstSegmentWordCount: byteCount / 8 + 64)
        let tensor = try message.initRoot(as: Tensor.self)
        try tensor.setData(values.span.bytes)
        let flat = AlignedBytes(message.finish().serialized())
        let checksum = peer_tensor_read(flat.start, flat.count)
        let sum = peer_tensor_sum(flat.start, flat.count)
        let list = AlignedBytes(byteCount: Int(peer_list_make(count, nil)))
        _ = peer_list_make(count, list.start)
        let listSum = peer_list_sum(list.start, list.count)
        return [
            .init(
                "write 64 MiB by copy",
                ours: {
                    let message = MessageBuilder()
                    try message.initRoot(as: Tensor.self).setData(values.span.bytes)
                    Sink.keep(message.finish().byteCount)
                }, peer: { Sink.keep(peer_tensor_copy(values.start, values.count)) }),
            .init(
                "write 64 MiB by adopting them",
                ours: {
                    let message = MessageBuilder()
                    let tensor = try message.initRoot(as: Tensor.self)
                    try tensor.adoptData(UnsafeRawBufferPointer(values.buffer), owner: values)
                    Sink.keep(message.finish().byteCount)
                }, peer: { Sink.keep(peer_tensor_adopt(values.start, values.count)) }),
            .init(
                "read 64 MiB in place",
                ours: {
                    let data = try flat.message().root(as: Tensor.self).data
                    let bytes = data.bytes
                    try require(
                        UInt64(data.byteCount) + UInt64(first(of: bytes)) + UInt64(last(of: bytes)), checksum)
                }, peer: { try require(peer_tensor_read(flat.start, flat.count), checksum) }),
            .init(
                "sum 16 Mi floats of a data",
                ours: {
                    let values = try flat.message().root(as: Tensor.self).data.values(of: Float.self)
                    let floats = values.span
                    // Four sums, so that additions overlap.
                    var sums = SIMD4<Double>()
                    for index in stride(from: 0, to: floats.count & ~3, by: 4) {
                        sums += SIMD4(
                            Double(floats[unchecked: index]), Double(floats[unchecked: index + 1]),
                            Double(floats[unchecked: index + 2]), Double(floats[unchecked: index + 3]))
                    }
                    try require(sums.sum(), sum)
                }, peer: { try require(peer_tensor_sum(flat.start, flat.count), sum) }),
            .init(
                "sum 16 Mi floats of a list",
                ours: {
                    var result = 0.0
                    for value in try list.message().root(as: Tensor.self).values { result += Double(value) }
                    try require(result, listSum)
                }, peer: { try require(peer_list_sum(list.start, list.count), listSum) }),
        ]
    }
}
