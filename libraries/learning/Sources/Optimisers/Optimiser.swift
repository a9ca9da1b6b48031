/// How a step changes the parameters, as the job file says it.
///
/// The formulas are PyTorch's.
///
/// Letters: rate r, parameter p, mean gradient g, step t counted from 1.
public enum Optimiser: Hashable, Sendable {
    /// Stochastic gradient descent, as `torch.optim.SGD` with dampening 0:
    ///
    ///     g = g + weightDecay p
    ///     b = momentum b + g            (b starts at 0; without momentum there is none)
    ///     g = g + momentum b            (with nesterov)      g = b   (without)
    ///     p = p - r g
    case sgd(momentum: Double, nesterov: Bool, weightDecay: Double)

    /// Adam with decoupled weight decay, as `torch.optim.AdamW`:
    ///
    ///     p = p (1 - r weightDecay)
    ///     m = m + (1 - beta1) (g - m)
    ///     v = beta2 v + (1 - beta2) g g
    ///     p = p - r / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
    ///
    /// with m + (1 - beta1) (g - m) taken as g - beta1 (g - m) where 1 - beta1 is at least 0.5, as `torch.lerp` does.
    case adamW(beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double)

    /// Lion (Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023), with decoupled weight decay:
    ///
    ///     p = p (1 - r weightDecay)
    ///     p = p - r sign(beta1 m + (1 - beta1) g)
    ///     m = beta2 m + (1 - beta2) g
    case lion(beta1: Double, beta2: Double, weightDecay: Double)

    /// The names of the state that the optimiser keeps beside the parameters, one vector of their length each.
    ///
    /// "momentum" for SGD with momentum, "exp_avg" and "exp_avg_sq" for AdamW, "exp_avg" for Lion.
    public var slotNames: [String] {
        switch self {
        case .sgd(let momentum, _, _): momentum == 0 ? [] : ["momentum"]
        case .adamW: ["exp_avg", "exp_avg_sq"]
        case .lion: ["exp_avg"]
        }
    }
}
