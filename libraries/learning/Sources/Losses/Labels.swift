/// The right answers of a batch.
public enum Labels: ~Escapable {
    /// (N), or (N, T) for a sequence: each sample's or position's class, counted from 0.
    case classIndices(Span<UInt32>)
    /// (N, C), or (N, T, C), row-major: 1 at the class and 0 elsewhere.
    case oneHot(Span<Float>)
    /// (N, O), row-major: what each output should be.
    case values(Span<Float>)
}
