public import Learning

/// Which layers a job asks for, as far as the data doesn't decide them.
public enum Architecture: Hashable, Sendable {
    /// `mlp`: linear layers with ReLU between them; widths of the hidden ones.
    case multilayerPerceptron(hidden: [Int])
    /// `lenet`: convolutions with pooling, of so many channels each, and one hidden linear layer.
    case lenet(channels: [Int], kernel: Int, hidden: Int)
    /// `resnet-small`: stages of residual blocks with group norm, of so many channels each.
    case smallResidualNetwork(widths: [Int], blocks: Int, groups: Int)
    /// `gpt`: blocks of causal attention and a wide linear layer.
    case gpt(width: Int, heads: Int, layers: Int, dropout: Double)
    /// `layers`: these, one behind the other.
    case layers([NamedLayer])
}
