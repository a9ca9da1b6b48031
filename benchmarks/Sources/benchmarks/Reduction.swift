internal import Learning
internal import Reduction

extension Benchmark {
    /// Adding gradients: bound by memory bandwidth, so the limit is copying as many bytes.
    static var reduction: Benchmark {
        Benchmark(
            name: "reduction",
            groups: [
                {
                    [1 << 14, 1 << 20].map { count in
                        let (left, right) = (FloatArena(count: count), FloatArena(count: count))
                        return Row(
                            name: "add a gradient of \(count) parameters", peerName: "copy it",
                            ours: { left.withMutableSpan { _ = addRight(right.span, into: &$0) } },
                            peer: { left.copy(right.span, at: 0) })
                    }
                }
            ])
    }
}
