internal import JobFile
package import Learning

/// Parameters and optimiser state, by buckets; what a committed step leaves behind.
///
/// A copy is a value: it refers to the blocks of its time, which are never written as long as it does.
package struct BucketedState: Sendable {
    package let layout: BucketLayout
    /// The state of each bucket.
    package private(set) var buckets: [TrainingState]

    /// The beginning: these parameters, and an optimiser that has seen nothing.
    package init(parameters: FloatArena, optimiser: Optimiser, layout: BucketLayout) {
        self.layout = layout
        buckets = (0..<layout.count).map { bucket in
            TrainingState(
                parameters: FloatArena(copying: parameters.span.extracting(layout.range(of: bucket))),
                optimiser: optimiser)
        }
    }

    /// Zeros, to be filled.
    init(optimiser: Optimiser, layout: BucketLayout) {
        self.layout = layout
        buckets = layout.sizes.map { TrainingState(parameterCount: $0, optimiser: optimiser) }
    }

    /// The parameters of all buckets.
    package var parameters: BucketedVector { BucketedVector(buckets.map(\.parameters), layout: layout) }

    /// The optimiser's vectors, each over all buckets.
    package var slots: [(name: String, values: BucketedVector)] {
        (buckets.first?.slots ?? []).enumerated().map { index, slot in
            (slot.name, BucketedVector(buckets.map { $0.slots[index].values }, layout: layout))
        }
    }

    /// Makes a step on one bucket, in blocks of their own; the former ones are retired.
    mutating func apply(
        _ gradient: BucketSum, to bucket: Int, step: UInt64, sampleCount: Int, gradientScale: Float,
        in context: RunContext
    ) {
        let spares = context.spareBlocks
        let former = buckets[bucket]
        let next = TrainingState(
            parameters: spares.take(count: former.parameters.count),
            slots: former.slots.map { OptimiserSlot(name: $0.name, values: spares.take(count: $0.values.count)) })
        gradient.withGradient { gradient in
            context.job.training.optimiser.apply(
                0..<gradient.count, step: step, rate: context.schedule.rate(at: step), gradientSum: gradient,
                sampleCount: sampleCount, gradientScale: gradientScale, from: former, into: next,
                undecayed: context.undecayed[bucket])
        }
        buckets[bucket] = next
        spares.retire(former.parameters)
        for slot in former.slots { spares.retire(slot.values) }
    }
}
