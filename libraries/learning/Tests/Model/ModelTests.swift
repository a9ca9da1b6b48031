import Learning
import Randomness
import Testing

@Suite struct ModelTests {
    @Test func `parameters have PyTorch's names, shapes and order`() throws {
        for example in try Fixture.read("perceptron.json", as: PerceptronFixture.self).cases {
            let layout = try Model(example.description).layout
            #expect(layout.entries.map(\.name) == example.names)
            #expect(layout.entries.map(\.shape) == example.shapes)
            #expect(layout.count == example.parameters.count)
            var end = 0
            for entry in layout.entries {
                #expect(entry.range == end..<(end + entry.shape.reduce(1, *)))
                end = entry.range.upperBound
            }
        }
    }

    @Test func `a tensor is found by its name`() throws {
        let layout = try Model(.multilayerPerceptron(inputs: 3, hidden: [2], outputs: 4)).layout
        #expect(layout.entry(named: "fc2.weight")?.range == 8..<16)
        #expect(layout.entry(named: "fc3.weight") == nil)
    }

    @Test func `initial parameters are uniform within one over the root of the inputs`() throws {
        let model = try Model(.multilayerPerceptron(inputs: 400, hidden: [100], outputs: 10))
        let values = model.initialParameters(seed: 5).array
        for (entry, bound) in zip(model.layout.entries, [Float(0.05), 0.05, 0.1, 0.1]) {
            let part = values[entry.range]
            #expect(entry.initialisation == .uniform(bound: bound))
            #expect(part.allSatisfy { $0 >= -bound && $0 < bound })
            #expect((part.max() ?? 0) > 0.5 * bound && (part.min() ?? 0) < -0.5 * bound)
        }
        let weights = values[model.layout.entries[0].range]
        let variance = weights.reduce(0) { $0 + Double($1) * Double($1) } / Double(weights.count)
        #expect(abs(variance - 0.05 * 0.05 / 3) < 0.02 * 0.05 * 0.05 / 3)
        #expect(abs(weights.reduce(0) { $0 + Double($1) } / Double(weights.count)) < 0.001)
    }

    @Test func `initial parameters are the random field's numbers of their place`() throws {
        let model = try Model(.multilayerPerceptron(inputs: 3, hidden: [2], outputs: 4))
        let values = model.initialParameters(seed: 77).array
        let entry = model.layout.entries[2]
        let field = RandomField(seed: 77, purpose: .initialisation, stream: 2)
        let bound = Float(1 / 2.0.squareRoot())
        #expect(entry.initialisation == .uniform(bound: bound))
        let expected = (0..<8).map { (2 * field.uniform(at: UInt64($0)) - 1) * bound }
        #expect(haveSameBits(Array(values[entry.range]), expected))
    }

    @Test func `seeds give other parameters, and the same ones again`() throws {
        let model = try Model(.multilayerPerceptron(inputs: 3, hidden: [2], outputs: 4))
        #expect(model.initialParameters(seed: 1).array == model.initialParameters(seed: 1).array)
        #expect(model.initialParameters(seed: 1).array != model.initialParameters(seed: 2).array)
    }

    @Test(arguments: [
        (
            NetworkDescription.multilayerPerceptron(inputs: 0, hidden: [], outputs: 2),
            "model.inputShape: expected one to three sizes of at least 1 and a product of at most 268435456, got (0)"
        ),
        (
            .multilayerPerceptron(inputs: 4, hidden: [3, -1], outputs: 2),
            "model.layers[2].linear.outputs: expected a size in 1...16777216, got -1"
        ),
        (
            .multilayerPerceptron(inputs: 4, hidden: [], outputs: 1),
            "model.loss.crossEntropy: expected (classes) or (positions, classes), 2 classes at least, got (1)"
        ),
        (
            .multilayerPerceptron(inputs: .max, hidden: [], outputs: 2),
            "model.inputShape: expected one to three sizes of at least 1 and a product of at most 268435456, "
                + "got (9223372036854775807)"
        ),
        (
            .multilayerPerceptron(inputs: 1, hidden: Array(repeating: 1, count: 2048), outputs: 2),
            "model.layers[4096].linear: expected at most 4096 layers, got more"
        ),
        (
            .multilayerPerceptron(inputs: 1 << 24, hidden: [1 << 24], outputs: 2),
            "model.layers[0].linear: expected at most 4294967296 parameters up to here, "
                + "got fc1.weight of (16777216, 16777216)"
        ),
    ])
    func `a size out of bounds is refused by name`(description: NetworkDescription, message: String) {
        let error = #expect(throws: LearningError.self) { try Model(description) }
        #expect(error?.description == message)
    }

    @Test(arguments: [(NetworkDescription.maximumDepth, true), (NetworkDescription.maximumDepth + 1, false)])
    func `lists of layers lie so deep in one another and no deeper`(depth: Int, fits: Bool) {
        var layers = [NamedLayer(.linear(outputs: 2))]
        for _ in 1..<depth { layers = [NamedLayer(.sequential(layers))] }
        let description = NetworkDescription(inputShape: [3], layers: layers)
        do {
            _ = try Model(description)
            #expect(fits)
        } catch {
            #expect(!fits)
            #expect(error.description.hasSuffix(": expected lists of layers at most 8 deep, got deeper ones"))
        }
    }
}
