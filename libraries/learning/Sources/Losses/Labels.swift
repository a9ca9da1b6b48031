/// The right answers of a batch.
public enum Labels: ~Escapable {
    /// (N): each sample's class, counted from 0.
    case classIndices(Span<UInt32>)
    /// (N, C), row-major: 1 at each sample's class and 0 elsewhere.
    case oneHot(Span<Float>)
}
