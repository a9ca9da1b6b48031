/// What outputs say in shares of certainty; the same bits everywhere.
public enum Probabilities {
    /// softmax of `logits` / `temperature`, (classes), in float64.
    ///
    /// A temperature below 1 makes the likely likelier; it must be above 0. Not finite where a logit isn't.
    public static func ofClasses(_ logits: Span<Float>, temperature: Double = 1) -> [Double] {
        precondition(temperature > 0, "softmax: expected a temperature above 0, got \(temperature)")
        var greatest = -Float.infinity
        for index in logits.indices where !(logits[index] <= greatest) { greatest = logits[index] }
        var powers: [Double] = []
        powers.reserveCapacity(logits.count)
        var sum = 0.0
        for index in logits.indices {
            powers.append(exponential((Double(logits[index]) - Double(greatest)) / temperature))
            sum += powers[index]
        }
        return powers.map { $0 / sum }
    }

    /// How likely a condition holds whose output is `logit`.
    public static func ofCondition(_ logit: Float) -> Float { sigmoid(logit) }
}
