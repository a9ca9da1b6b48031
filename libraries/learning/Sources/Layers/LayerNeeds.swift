/// What a layer asks of the memory plan.
struct LayerNeeds: Hashable, Sendable {
    /// Its backward pass reads x.
    var input = false
    /// Its backward pass reads y.
    var output = false
    /// Its backward pass uses the memory of dy for something else.
    var overwritesOutputGradient = false
    /// Floats a sample that live from its forward to its backward pass.
    var kept = 0
    /// Floats that live during one pass: so many a sample, and so many whatever the number of samples.
    var scratchPerSample = 0
    var fixedScratch = 0
}
