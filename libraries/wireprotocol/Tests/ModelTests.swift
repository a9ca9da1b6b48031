import Learning
import Testing
import WireProtocol

import enum Schemas.FailureCode

/// A network through the wire's message and through its text.
@Suite struct ModelTests {
    static let networks: [NetworkDescription] = {
        let residual = try? NetworkDescription.smallResidualNetwork(inputShape: [1, 28, 28], outputs: 10)
        let gpt = try? NetworkDescription.gpt(tokens: 65, context: 32, width: 24, heads: 4, layers: 2, dropout: 0.1)
        return [
            .multilayerPerceptron(inputs: 784, hidden: [256, 128], outputs: 10),
            .multilayerPerceptron(inputs: 3, hidden: [], outputs: 2), .lenet(inputShape: [1, 28, 28], outputs: 10),
            Sample.everyLayer, Sample.everyLayer.with(loss: .meanSquaredError),
            Sample.everyLayer.with(loss: .binaryCrossEntropy),
            .multilayerPerceptron(inputs: 3, hidden: [4], outputs: 2).with(loss: .crossEntropy(labelSmoothing: 0.5)),
        ] + [residual, gpt].compactMap(\.self)
    }()

    @Test(arguments: networks)
    func `a network's text is read back as the same network`(network: NetworkDescription) throws {
        #expect(try NetworkDescription(text: network.text()) == network)
        #expect(Self.networks.count == 9)
    }

    @Test func `different networks have different texts`() throws {
        #expect(Set(try Self.networks.map { try $0.text() }).count == Self.networks.count)
    }

    @Test func `a plain perceptron is called by its sizes`() throws {
        #expect(try Self.networks[0].text() == "mlp inputs=784 hidden=[256, 128] outputs=10")
        #expect(try Self.networks[1].text() == "mlp inputs=3 hidden=[] outputs=2")
        #expect(try Self.networks[6].text().hasPrefix("{\"inputShape\":[\"3\"]"))
    }

    @Test(arguments: [
        "", "mlp", "mlp ", "mlp inputs=3 hidden=[] outputs=", "mlp inputs=3 hidden=[ ] outputs=2",
        "mlp inputs=99999999999999999999 hidden=[] outputs=2", "{", "[]", "{\"layers\":[{}]}",
        "{\"layers\":[{\"relu\":5}]}",
        "{\"inputShape\":[\"18446744073709551615\"],\"loss\":{\"meanSquaredError\":null}}",
        "{\"inputShape\":[\"1\"]}", String(repeating: "[", count: 100_000), String(repeating: " ", count: 2_000_000),
    ])
    func `a text that is no network is refused`(text: String) {
        #expect(throws: ProtocolFailure.self) { try NetworkDescription(text: text) }
    }

    /// A list whose one layer holds the same list again: small on the wire, without an end when followed.
    @Test func `layers too many, too deep, or with long names are refused`() throws {
        func nested(_ depth: Int) -> NetworkDescription {
            var layers = [NamedLayer(.flatten)]
            for _ in 1..<depth { layers = [NamedLayer(.sequential(layers))] }
            return NetworkDescription(inputShape: [1], layers: layers)
        }
        func many(_ count: Int) -> NetworkDescription {
            let half = Array(repeating: NamedLayer(.flatten), count: count / 2 - 1)
            let body = NamedLayer(.residual(body: half))
            return NetworkDescription(inputShape: [1], layers: half + [body, NamedLayer(.flatten)])
        }
        func named(_ bytes: Int) -> NetworkDescription {
            NetworkDescription(
                inputShape: [1], layers: [NamedLayer(.flatten, name: String(repeating: "x", count: bytes))])
        }
        for (fitting, beyond) in [(nested(8), nested(9)), (many(4096), many(4098)), (named(256), named(257))] {
            #expect(try NetworkDescription(text: fitting.text()) == fitting)
            let failure = #expect(throws: ProtocolFailure.self) { try NetworkDescription(text: beyond.text()) }
            #expect(failure?.code == .outOfRange)
        }
    }
}
