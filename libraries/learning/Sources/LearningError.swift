/// Why a model, an optimiser, a schedule, numerics or the arguments of a computation are refused.
public enum LearningError: Error, Hashable, Sendable {
    /// A description has a value that makes no sense. `key` names it, for example "model.hidden[1]".
    case invalidDescription(key: String, expected: String, got: String)
    /// An argument has another number of elements than the operation needs.
    case countMismatch(operation: String, argument: String, expected: String, got: Int)
    /// A class index is not below the number of classes. `sample` counts from 0 within the batch.
    case labelOutOfRange(sample: Int, label: UInt32, classCount: Int)
    /// A one-hot row is not a single 1 among zeros. `sample` counts from 0 within the batch.
    case labelNotOneHot(sample: Int, classCount: Int)
    /// The loss takes other labels. `expected` and `got` name the two kinds.
    case labelKindMismatch(expected: String, got: String)
    /// A feature is no token of the model's embedding. `index` counts from 0 within the batch.
    case tokenOutOfRange(index: Int, token: Float, tokens: Int)
    /// The model draws random numbers, and the call has no keys for them, or keys of another number of samples.
    case sampleKeysMismatch(expected: Int, got: Int)
    /// The process runs other numerics than the run asks for.
    case numericsNotInForce(expected: Numerics, got: Numerics)
}
