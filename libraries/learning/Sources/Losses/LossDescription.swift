/// What training makes small: the mean over the samples of a sample's loss.
public enum LossDescription: Hashable, Sendable {
    /// `torch.nn.CrossEntropyLoss` over the last dimension of (classes) or (positions, classes).
    ///
    /// A sample's loss is the mean over its positions.
    case crossEntropy(labelSmoothing: Double = 0)
    /// `torch.nn.MSELoss` over (outputs).
    ///
    /// A sample's loss is the mean over its outputs.
    case meanSquaredError
    /// `torch.nn.BCEWithLogitsLoss` over (outputs).
    ///
    /// A sample's loss is the mean over its outputs.
    case binaryCrossEntropy
}
