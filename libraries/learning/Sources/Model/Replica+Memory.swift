extension Replica {
    /// A tensor of a full batch: its place in the arena, and the steps from its first to its last use.
    package struct TensorLifetime: Hashable, Sendable {
        package let range: Range<Int>
        package let steps: ClosedRange<Int>
    }

    /// Every tensor that the memory plan has placed.
    package var tensorLifetimes: [TensorLifetime] {
        plan.lifetimes.map {
            TensorLifetime(range: $0.slot.range(samples: maximumSamples), steps: $0.from...$0.to)
        }
    }
}
