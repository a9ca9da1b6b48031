internal import CapnProto
public import Learning
internal import Schemas

extension NetworkDescription {
    /// Bytes that a description's text may have.
    public static let maximumTextBytes = 1 << 20

    /// The description in one line, for model files and digests: equal texts mean equal networks.
    ///
    /// A plain perceptron is called by its sizes, "mlp inputs=784 hidden=[256, 128] outputs=10"; any other network is
    /// `ModelDescription` of tensor.capnp in Cap'n Proto's JSON.
    ///
    /// Throws what Cap'n Proto can't hold: more than 512 MiB.
    public func text() throws -> String {
        if let perceptron = PerceptronText(self) { return perceptron.text }
        let builder = MessageBuilder()
        try builder.initRoot(as: ModelDescription.self).write(self)
        return try MessageReader(copying: builder.finish().serialized()).root(as: ModelDescription.self).jsonForm()
    }

    /// Reads what `text()` wrote.
    ///
    /// Throws a `ProtocolFailure` that says what was expected and what came; whether the layers fit is `Model`'s to say.
    public init(text: String) throws {
        guard text.utf8.count <= Self.maximumTextBytes else {
            throw ProtocolFailure(
                .outOfRange, "model: expected a text of at most \(Self.maximumTextBytes) bytes, got \(text.utf8.count)")
        }
        if text.hasPrefix(PerceptronText.prefix) {
            guard let perceptron = PerceptronText(text) else {
                throw ProtocolFailure(
                    .malformed, "model: expected \"mlp inputs=I hidden=[H, …] outputs=O\", got \"\(text.prefix(80))\"")
            }
            self = perceptron.network
            return
        }
        do {
            let builder = MessageBuilder()
            try builder.initRoot(as: ModelDescription.self).fill(fromJSON: text)
            let message = try MessageReader(copying: builder.finish().serialized())
            self = try NetworkDecoder.network(message.root(as: ModelDescription.self))
        } catch let error as FormError {
            throw ProtocolFailure(.malformed, "model: \(error)")
        } catch let error as WireError {
            throw ProtocolFailure(.malformed, "model: \(error)")
        }
    }
}

/// The text of a network that is nothing but a perceptron with the losses' defaults.
private struct PerceptronText {
    static let prefix = "mlp "

    let network: NetworkDescription
    let text: String

    init?(_ network: NetworkDescription) {
        let widths = network.layers.compactMap { layer -> Int? in
            if case .linear(let outputs, _) = layer.layer { outputs } else { nil }
        }
        guard network.inputShape.count == 1, let outputs = widths.last else { return nil }
        self.init(inputs: network.inputShape[0], hidden: Array(widths.dropLast()), outputs: outputs)
        guard self.network == network else { return nil }
    }

    init?(_ text: String) {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
        guard let inputs = numbers.first, let outputs = numbers.last, numbers.count >= 2 else { return nil }
        self.init(inputs: inputs, hidden: Array(numbers.dropFirst().dropLast()), outputs: outputs)
        guard self.text == text else { return nil }
    }

    private init(inputs: Int, hidden: [Int], outputs: Int) {
        network = .multilayerPerceptron(inputs: inputs, hidden: hidden, outputs: outputs)
        text = Self.prefix + "inputs=\(inputs) hidden=\(hidden) outputs=\(outputs)"
    }
}
