internal import Randomness

/// What the random numbers of a batch depend on, beside the layer and the element.
///
/// The same sample at the same step gets the same numbers, in whatever micro-batch and on whatever machine.
public struct SampleKeys: ~Escapable {
    /// The seed of the run.
    public let seed: UInt64
    /// The step of the run, from 0.
    public let step: UInt64
    /// (N): the samples' ids within the data set.
    public let sampleIds: Span<UInt64>

    /// Keys of these values.
    @_lifetime(copy sampleIds)
    public init(seed: UInt64, step: UInt64, sampleIds: Span<UInt64>) {
        self.seed = seed
        self.step = step
        self.sampleIds = sampleIds
    }

    /// The random numbers of the sample number `sample` of the batch in `layer`, by element.
    ///
    /// `word64` at position `step` of stream `layer` of the run's seed is the key of the step; `word64` at the sample's id
    /// under that key is the seed of the field. All three are for `dropout`.
    func field(sample: Int, layer: UInt32) -> RandomField {
        let stepKey = RandomField(seed: seed, purpose: .dropout, stream: layer).word64(at: step)
        let sampleKey = RandomField(seed: stepKey, purpose: .dropout, stream: layer).word64(at: sampleIds[sample])
        return RandomField(seed: sampleKey, purpose: .dropout, stream: layer)
    }
}
