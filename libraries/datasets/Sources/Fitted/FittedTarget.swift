/// What a model's outputs mean.
public enum FittedTarget: Hashable, Sendable {
    /// One output a class; the greatest one wins.
    case classes(FittedClasses)
    /// One output: a number.
    case number(FittedNumberTarget)
    /// One output, a logit: above 0 where the condition on the label's column is more likely to hold than not.
    case condition(label: String, Condition)
    /// At every position an output a token: of the one that follows.
    case nextToken
}
