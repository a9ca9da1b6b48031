internal import CapnProto
internal import Learning
internal import Schemas

extension ModelDescription.Builder {
    /// Writes a network; what it holds is not judged here.
    func write(_ network: NetworkDescription) throws(WireError) {
        try setInputShape(network.inputShape.map { UInt64(clamping: $0) })
        try initLayers(count: network.layers.count).write(network.layers)
        let loss = try initLoss()
        switch network.loss {
        case .crossEntropy(let labelSmoothing): loss.initCrossEntropy().labelSmoothing = labelSmoothing
        case .meanSquaredError: loss.setMeanSquaredError()
        case .binaryCrossEntropy: loss.setBinaryCrossEntropy()
        }
    }
}

extension ListBuilder<ModelDescription.Layer> {
    fileprivate func write(_ layers: [NamedLayer]) throws(WireError) {
        for (index, layer) in layers.enumerated() {
            if let name = layer.name { try self[index].setName(name) }
            try self[index].write(layer.layer)
        }
    }
}

extension ModelDescription.Layer.Builder {
    fileprivate func write(_ layer: LayerDescription) throws(WireError) {
        switch layer {
        case .linear(let outputs, let bias):
            let linear = initLinear()
            linear.outputs = UInt64(clamping: outputs)
            linear.bias = bias
        case .convolution(let channels, let kernel, let stride, let padding, let bias):
            let convolution = initConvolution()
            convolution.channels = UInt64(clamping: channels)
            convolution.kernel = UInt64(clamping: kernel)
            convolution.stride = UInt64(clamping: stride)
            convolution.padding = UInt64(clamping: padding)
            convolution.bias = bias
        case .maxPooling(let kernel, let stride): try initMaxPooling().write(kernel, stride)
        case .averagePooling(let kernel, let stride): try initAveragePooling().write(kernel, stride)
        case .flatten: setFlatten()
        case .activation(let activation): setActivation(activation.wire)
        case .softmax: setSoftmax()
        case .dropout(let probability): initDropout().probability = probability
        case .layerNorm(let epsilon): initLayerNorm().epsilon = epsilon
        case .groupNorm(let groups, let epsilon):
            let norm = initGroupNorm()
            norm.groups = UInt64(clamping: groups)
            norm.epsilon = epsilon
        case .rmsNorm(let epsilon): initRmsNorm().epsilon = epsilon
        case .embedding(let tokens, let width, let deviation):
            let embedding = initEmbedding()
            embedding.tokens = UInt64(clamping: tokens)
            embedding.width = UInt64(clamping: width)
            embedding.deviation = deviation
        case .positionalEmbedding(let deviation): initPositionalEmbedding().deviation = deviation
        case .causalSelfAttention(let heads): initCausalSelfAttention().heads = UInt64(clamping: heads)
        case .residual(let body, let shortcut):
            let residual = try initResidual()
            try residual.initBody(count: body.count).write(body)
            try residual.initShortcut(count: shortcut.count).write(shortcut)
        case .sequential(let layers):
            try initSequential().initLayers(count: layers.count).write(layers)
        }
    }
}

extension ModelDescription.Pooling.Builder {
    fileprivate func write(_ kernel: Int, _ stride: Int) {
        self.kernel = UInt64(clamping: kernel)
        self.stride = UInt64(clamping: stride)
    }
}

extension Learning.Activation {
    fileprivate var wire: ModelDescription.Activation {
        switch self {
        case .relu: .relu
        case .gelu: .gelu
        case .geluTanh: .geluTanh
        case .silu: .silu
        case .tanh: .tanh
        case .sigmoid: .sigmoid
        }
    }
}
