/// One layer of a network, as a job file lists it.
///
/// Shapes are those of one sample, in PyTorch's order: (features), (positions, features) or (channels, height, width).
public indirect enum LayerDescription: Hashable, Sendable {
    /// `torch.nn.Linear` over the last dimension of (features) or (positions, features).
    case linear(outputs: Int, bias: Bool = true)
    /// `torch.nn.Conv2d` with a square kernel, on (channels, height, width).
    case convolution(channels: Int, kernel: Int, stride: Int = 1, padding: Int = 0, bias: Bool = true)
    /// `torch.nn.MaxPool2d` with a square kernel, on (channels, height, width).
    case maxPooling(kernel: Int, stride: Int)
    /// `torch.nn.AvgPool2d` with a square kernel, on (channels, height, width).
    case averagePooling(kernel: Int, stride: Int)
    /// `torch.nn.Flatten`: any shape becomes (features), in PyTorch's order.
    case flatten
    /// A function of each element.
    case activation(Activation)
    /// `torch.nn.Softmax` over the last dimension.
    case softmax
    /// `torch.nn.Dropout`.
    case dropout(probability: Double)
    /// `torch.nn.LayerNorm` over the last dimension of (features) or (positions, features).
    case layerNorm(epsilon: Double = 1e-5)
    /// `torch.nn.GroupNorm` on (channels, height, width).
    case groupNorm(groups: Int, epsilon: Double = 1e-5)
    /// `torch.nn.RMSNorm` over the last dimension of (features) or (positions, features).
    case rmsNorm(epsilon: Double = 1e-5)
    /// `torch.nn.Embedding`: (positions) of tokens become (positions, width). The first layer, if it is there at all.
    ///
    /// Initial values are normal, with `deviation` around 0.
    case embedding(tokens: Int, width: Int, deviation: Double = 1)
    /// Adds a learned vector to each of (positions, features), initially normal with `deviation` around 0.
    case positionalEmbedding(deviation: Double = 1)
    /// `torch.nn.MultiheadAttention` of a sequence with itself, (positions, features), causal, without dropout.
    case causalSelfAttention(heads: Int)
    /// The body's output plus the input, or plus what `shortcut` makes of the input.
    ///
    /// The tensors of the body are called "body.…" and those of the shortcut "shortcut.…".
    case residual(body: [NamedLayer], shortcut: [NamedLayer] = [])
    /// One layer behind the other, as `torch.nn.Sequential`.
    case sequential([NamedLayer])
}

extension LayerDescription {
    /// What a job file calls it, for example "convolution".
    public var kind: String {
        switch self {
        case .linear: "linear"
        case .convolution: "convolution"
        case .maxPooling: "maxPooling"
        case .averagePooling: "averagePooling"
        case .flatten: "flatten"
        case .activation(let activation): activation.rawValue
        case .softmax: "softmax"
        case .dropout: "dropout"
        case .layerNorm: "layerNorm"
        case .groupNorm: "groupNorm"
        case .rmsNorm: "rmsNorm"
        case .embedding: "embedding"
        case .positionalEmbedding: "positionalEmbedding"
        case .causalSelfAttention: "causalSelfAttention"
        case .residual: "residual"
        case .sequential: "sequential"
        }
    }
}
