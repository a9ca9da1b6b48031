/// A layer of a list, and its name among the others.
public struct NamedLayer: Hashable, Sendable {
    /// The name of its tensors' first part; nil for its number in the list, from 0, as `torch.nn.Sequential` counts.
    public let name: String?
    /// What it is.
    public let layer: LayerDescription

    /// Names a layer.
    public init(_ layer: LayerDescription, name: String? = nil) {
        self.name = name
        self.layer = layer
    }
}
