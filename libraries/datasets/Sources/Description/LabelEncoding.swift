/// How a label is written into a batch.
public enum LabelEncoding: String, Hashable, Sendable, CaseIterable {
    /// One unsigned 32-bit integer a sample, little-endian.
    case classIndex
    /// One float32 a class, 1 for the sample's own and 0 for the others, little-endian.
    case oneHot
}
