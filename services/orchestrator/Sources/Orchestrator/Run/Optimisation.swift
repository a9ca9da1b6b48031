internal import Learning
internal import Reduction

/// The committed parameters and optimiser state, and the memory that the next step writes.
///
/// A step that doesn't commit has changed nothing.
struct Optimisation {
    /// What the committed steps led to.
    private(set) var committed: TrainingState
    private var spareSlots: [OptimiserSlot]

    init(_ committed: TrainingState) {
        self.committed = committed
        spareSlots = committed.slots.map { OptimiserSlot(name: $0.name, values: FloatArena(count: $0.values.count)) }
    }

    /// Applies the optimiser to a step's sums, a bucket each, over `sampleCount` samples.
    mutating func commit(_ sums: [BucketSum], step: UInt64, sampleCount: UInt64, context: RunContext) {
        let rate = context.schedule.rate(at: step)
        let next = TrainingState(parameters: context.parameterSpares.take(), slots: spareSlots)
        for (bucket, sum) in sums.enumerated() {
            let gradient = sum.gradient
            context.job.training.optimiser.apply(
                context.buckets.range(of: bucket), step: step, rate: rate, gradientSum: gradient.span,
                sampleCount: Int(sampleCount), from: committed, into: next)
        }
        spareSlots = committed.slots
        context.parameterSpares.retire(committed.parameters)
        committed = next
    }
}
