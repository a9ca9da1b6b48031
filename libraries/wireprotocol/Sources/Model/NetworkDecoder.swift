internal import CapnProto
internal import Learning
internal import Schemas

/// Reads a network from a message, bounding what a small message can grow to: lists that point to one another.
///
/// Whether the layers fit is `Model`'s to say.
struct NetworkDecoder {
    /// The most bytes of a layer's name.
    static let maximumNameBytes = 256

    private var layerCount = 0

    /// Reads the description.
    ///
    /// Throws a `ProtocolFailure` for layers too many or too deep, for one of an unknown kind, and for a size beyond `Int`.
    static func network(_ reader: ModelDescription.Reader) throws -> NetworkDescription {
        var decoder = NetworkDecoder()
        return NetworkDescription(
            inputShape: try reader.inputShape.map { try Int(wire: $0, named: "model: input shape") },
            layers: try decoder.layers(reader.layers, depth: 1), loss: try LossDescription(reader.loss))
    }

    private mutating func layers(
        _ list: ListReader<ModelDescription.Layer>, depth: Int
    ) throws -> [NamedLayer] {
        guard depth <= NetworkDescription.maximumDepth || list.isEmpty else {
            throw ProtocolFailure(
                .outOfRange,
                "model: expected lists of layers at most \(NetworkDescription.maximumDepth) deep, got deeper")
        }
        layerCount += list.count
        guard layerCount <= NetworkDescription.maximumLayers else {
            throw ProtocolFailure(
                .outOfRange, "model: expected at most \(NetworkDescription.maximumLayers) layers, got \(layerCount)")
        }
        var layers: [NamedLayer] = []
        for reader in list {
            layers.append(NamedLayer(try layer(reader, depth: depth), name: try Self.name(of: reader)))
        }
        return layers
    }

    private static func name(of layer: ModelDescription.Layer.Reader) throws -> String? {
        let name = try layer.name
        guard name.utf8.count <= maximumNameBytes else {
            throw ProtocolFailure(
                .outOfRange,
                "model: expected a layer's name of at most \(maximumNameBytes) bytes, got \(name.utf8.count)")
        }
        return name.isEmpty ? nil : name
    }

    private mutating func layer(_ reader: ModelDescription.Layer.Reader, depth: Int) throws -> LayerDescription {
        switch try reader.which {
        case .linear(let linear):
            return .linear(outputs: try Int(wire: linear.outputs, named: "linear: outputs"), bias: linear.bias)
        case .convolution(let convolution):
            return .convolution(
                channels: try Int(wire: convolution.channels, named: "convolution: channels"),
                kernel: try Int(wire: convolution.kernel, named: "convolution: kernel"),
                stride: try Int(wire: convolution.stride, named: "convolution: stride"),
                padding: try Int(wire: convolution.padding, named: "convolution: padding"), bias: convolution.bias)
        case .maxPooling(let pooling):
            let (kernel, stride) = try Self.sizes(of: pooling)
            return .maxPooling(kernel: kernel, stride: stride)
        case .averagePooling(let pooling):
            let (kernel, stride) = try Self.sizes(of: pooling)
            return .averagePooling(kernel: kernel, stride: stride)
        case .flatten: return .flatten
        case .activation(let activation): return .activation(try Learning.Activation(activation))
        case .softmax: return .softmax
        case .dropout(let dropout): return .dropout(probability: dropout.probability)
        case .layerNorm(let norm): return .layerNorm(epsilon: norm.epsilon)
        case .groupNorm(let norm):
            return .groupNorm(groups: try Int(wire: norm.groups, named: "groupNorm: groups"), epsilon: norm.epsilon)
        case .rmsNorm(let norm): return .rmsNorm(epsilon: norm.epsilon)
        case .embedding(let embedding):
            return .embedding(
                tokens: try Int(wire: embedding.tokens, named: "embedding: tokens"),
                width: try Int(wire: embedding.width, named: "embedding: width"), deviation: embedding.deviation)
        case .positionalEmbedding(let positions): return .positionalEmbedding(deviation: positions.deviation)
        case .causalSelfAttention(let attention):
            return .causalSelfAttention(heads: try Int(wire: attention.heads, named: "causalSelfAttention: heads"))
        case .residual(let residual):
            return .residual(
                body: try layers(residual.body, depth: depth + 1),
                shortcut: try layers(residual.shortcut, depth: depth + 1))
        case .sequential(let sequential):
            return .sequential(try layers(sequential.layers, depth: depth + 1))
        case .unspecified, .unknown:
            throw ProtocolFailure(
                .malformed, "model: expected a layer of this protocol version, got number \(reader.discriminant)")
        }
    }

    private static func sizes(of pooling: ModelDescription.Pooling.Reader) throws -> (kernel: Int, stride: Int) {
        (
            try Int(wire: pooling.kernel, named: "pooling: kernel"),
            try Int(wire: pooling.stride, named: "pooling: stride")
        )
    }
}

extension LossDescription {
    fileprivate init(_ reader: ModelDescription.Loss.Reader) throws {
        switch try reader.which {
        case .crossEntropy(let loss): self = .crossEntropy(labelSmoothing: loss.labelSmoothing)
        case .meanSquaredError: self = .meanSquaredError
        case .binaryCrossEntropy: self = .binaryCrossEntropy
        case .unspecified, .unknown:
            throw ProtocolFailure(
                .malformed, "model: expected a loss of this protocol version, got number \(reader.discriminant)")
        }
    }
}

extension Learning.Activation {
    fileprivate init(_ wire: ModelDescription.Activation) throws(ProtocolFailure) {
        switch wire {
        case .relu: self = .relu
        case .gelu: self = .gelu
        case .geluTanh: self = .geluTanh
        case .silu: self = .silu
        case .tanh: self = .tanh
        case .sigmoid: self = .sigmoid
        default: throw ProtocolFailure(.malformed, "model: unknown activation \(wire)")
        }
    }
}
