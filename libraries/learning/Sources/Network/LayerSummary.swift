/// One layer of a model, as a description of the model lists it.
public struct LayerSummary: Hashable, Sendable {
    /// Its tensors' common name, for example "3.body.0".
    public let name: String
    /// What it is, for example "convolution".
    public let kind: String
    /// The shape that it makes of one sample, in PyTorch's order.
    public let outputShape: [Int]
    /// Its parameters.
    public let parameters: Int
    /// The multiplications and additions of a sample's matrix products, forward.
    public let operations: Int
}
