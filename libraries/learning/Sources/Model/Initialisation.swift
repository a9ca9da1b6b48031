internal import Randomness

/// How a tensor starts, as PyTorch starts it.
public enum Initialisation: Hashable, Sendable {
    /// Uniform in -bound ..< bound.
    case uniform(bound: Float)
    /// Normal around 0.
    case normal(deviation: Float)
    /// The same value everywhere.
    case constant(Float)

    /// Element `index` of a tensor whose random numbers are those of `field`.
    ///
    /// Uniform: (2 u - 1) * bound, with u the uniform number at `index`. Normal: Box and Muller's
    /// sqrt(-2 ln(1 - u)) cos(2 pi v) * deviation, with u and v the uniform numbers at 2 `index` and 2 `index` + 1.
    func value(at index: Int, of field: RandomField) -> Float {
        switch self {
        case .uniform(let bound):
            return (2 * field.uniform(at: UInt64(index)) - 1) * bound
        case .normal(let deviation):
            let radius = (-2 * logarithm(1 - field.uniform(at: 2 * UInt64(index)))).squareRoot()
            let turn = Double(field.uniform(at: 2 * UInt64(index) + 1))
            let direction = cosine(halfTurns: turn < 0.5 ? 2 * turn : 2 - 2 * turn)
            return radius * Float(direction) * deviation
        case .constant(let value):
            return value
        }
    }
}
