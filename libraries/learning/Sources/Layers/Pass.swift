/// What a layer works with during one pass over a batch, beside its memory.
struct Pass: ~Escapable {
    /// N.
    let samples: Int
    /// The model's flat parameter vector.
    let parameters: Span<Float>
    /// What random numbers of the samples depend on; nil in evaluation.
    let keys: SampleKeys?

    @_lifetime(copy parameters, copy keys)
    init(samples: Int, parameters: Span<Float>, keys: SampleKeys?) {
        self.samples = samples
        self.parameters = parameters
        self.keys = keys
    }
}
