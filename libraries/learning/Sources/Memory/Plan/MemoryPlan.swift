/// Where everything that one micro-batch needs lies in one arena, and the order in which it is computed.
///
/// Made once for a network and its greatest number of samples. A tensor has its place from the step that first writes
/// it to the step that last reads it; then others get the place.
struct MemoryPlan: Sendable {
    /// A tensor of so many floats a sample, and so many beside, at a place of the arena.
    struct Slot: Hashable, Sendable {
        let offset: Int
        let perSample: Int
        let fixed: Int

        /// The range of a batch of `samples`.
        @inline(__always)
        func range(samples: Int) -> Range<Int> { offset..<offset + samples * perSample + fixed }

        static let nothing = Slot(offset: 0, perSample: 0, fixed: 0)
    }

    /// What a layer reads: the sample's features, or a tensor.
    enum Source: Hashable, Sendable {
        case features
        case slot(Slot)
    }

    enum ForwardStep: Sendable {
        case layer(any Layer, input: Source, output: Slot, kept: Slot, scratch: Slot)
        /// target = left + right; the target may be `left`.
        case add(left: Slot, right: Source, target: Slot)
    }

    enum BackwardStep: Sendable {
        case layer(
            any Layer, outputGradient: Slot, input: Source?, output: Slot?, inputGradient: Slot?, kept: Slot,
            scratch: Slot)
        /// target += other.
        case add(Slot, to: Slot)
        /// target = other.
        case copy(Slot, to: Slot)
    }

    let forward: [ForwardStep]
    let backward: [BackwardStep]
    /// What the loss takes, and where it writes its gradient.
    let output: Slot
    let outputGradient: Slot
    /// The floats of the arena.
    let count: Int
    /// Every tensor with its first and last step, for the test that none overlaps another in place and time.
    let lifetimes: [(slot: Slot, from: Int, to: Int)]
    let maximumSamples: Int
}
