internal import Learning
internal import Randomness

/// Draws tokens: what is drawn depends on the logits, the seed and how many were drawn before, and on nothing else.
package struct TokenSampler {
    /// Below 1 the likely becomes likelier; 0 always takes the likeliest.
    package let temperature: Double
    /// How many of the likeliest are drawn from; nil for all.
    package let topK: Int?
    private let field: RandomField

    package init(temperature: Double, topK: Int?, seed: UInt64) {
        self.temperature = temperature
        self.topK = topK
        field = RandomField(seed: seed, purpose: .sampling)
    }

    /// Token number `position` of those that are drawn; nil where a logit is not finite.
    ///
    /// The tokens are laid side by side in their order, each as wide as it is likely, and the uniform number at `position`
    /// is a place among them.
    package func token(_ logits: Span<Float>, at position: Int) -> Int? {
        var values: [Float] = []
        values.reserveCapacity(logits.count)
        for index in logits.indices {
            guard logits[index].isFinite else { return nil }
            values.append(logits[index])
        }
        let candidates = candidates(values)
        guard temperature > 0 else { return candidates.first }
        let chosen = candidates.map { values[$0] }
        let shares = Probabilities.ofClasses(chosen.span, temperature: temperature)
        let place = Double(field.uniform(at: UInt64(position)))
        var end = 0.0
        for (candidate, share) in zip(candidates, shares) {
            end += share
            if place < end { return candidate }
        }
        // Rounding may leave the last end a little below 1.
        return candidates.last
    }

    /// The tokens that can be drawn, in their order: of equals the first ones; only the likeliest at temperature 0.
    private func candidates(_ logits: [Float]) -> [Int] {
        let count = temperature > 0 ? topK ?? logits.count : 1
        guard count < logits.count else { return Array(logits.indices) }
        let ranked = logits.indices.sorted { (logits[$0], -$0) > (logits[$1], -$1) }
        return ranked.prefix(count).sorted()
    }
}
