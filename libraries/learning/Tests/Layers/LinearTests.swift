import Learning
import Testing

/// The value under test is sum(c y) for fixed random c, so that c is the gradient with respect to y.
@Suite struct LinearTests {
    struct Sizes: Sendable {
        let samples: Int
        let inputs: Int
        let outputs: Int
    }

    static let sizes = [
        Sizes(samples: 1, inputs: 1, outputs: 1), Sizes(samples: 4, inputs: 3, outputs: 8),
        Sizes(samples: 5, inputs: 9, outputs: 19),
    ]

    @Test(arguments: sizes, [false, true])
    func `forward agrees with plain loops`(sizes: Sizes, rectified: Bool) {
        let example = Example(sizes)
        let output = FloatArena([Float](repeating: .nan, count: sizes.samples * sizes.outputs))
        output.withMutableSpan {
            example.layer.forward(
                example.input.span, samples: sizes.samples, parameters: example.parameters.span, rectified: rectified,
                to: &$0)
        }
        let expected = example.output(example.input.map(Double.init), example.parameters.map(Double.init))
        #expect(greatestDeviation(output.array, rectified ? expected.map { max($0, 0) } : expected) < 1e-6)
    }

    @Test(arguments: sizes)
    func `backward to the parameters agrees with central differences`(sizes: Sizes) {
        let example = Example(sizes)
        let gradient = FloatArena([Float](repeating: .nan, count: example.parameters.count))
        gradient.withMutableSpan {
            example.layer.backwardToParameters(
                outputGradient: example.weights.span, input: example.input.span, samples: sizes.samples, gradient: &$0)
        }
        let input = example.input.map(Double.init)
        let expected = centralDifferences(at: example.parameters.map(Double.init)) { example.value(input, $0) }
        #expect(greatestDeviation(gradient.array, expected) < 1e-6)
    }

    @Test(arguments: sizes)
    func `backward to the input agrees with central differences`(sizes: Sizes) {
        let example = Example(sizes)
        let gradient = FloatArena([Float](repeating: .nan, count: example.input.count))
        gradient.withMutableSpan {
            example.layer.backwardToInput(
                outputGradient: example.weights.span, parameters: example.parameters.span, samples: sizes.samples,
                inputGradient: &$0)
        }
        let parameters = example.parameters.map(Double.init)
        let expected = centralDifferences(at: example.input.map(Double.init)) { example.value($0, parameters) }
        #expect(greatestDeviation(gradient.array, expected) < 1e-6)
    }

    @Test func `the bias gradient adds the samples in order, whatever the column`() {
        let sizes = Sizes(samples: 50, inputs: 1, outputs: 21)
        let example = Example(sizes)
        let gradient = FloatArena(count: example.parameters.count)
        gradient.withMutableSpan {
            example.layer.backwardToParameters(
                outputGradient: example.weights.span, input: example.input.span, samples: sizes.samples, gradient: &$0)
        }
        let expected = (0..<sizes.outputs).map { column in
            (1..<sizes.samples).reduce(example.weights[column]) { $0 + example.weights[$1 * sizes.outputs + column] }
        }
        #expect(haveSameBits(Array(gradient.array[example.layer.bias]), expected))
    }

    private struct Example {
        let sizes: Sizes
        let layer: Linear
        let input: [Float]
        let parameters: [Float]
        /// c, the gradient with respect to y.
        let weights: [Float]

        init(_ sizes: Sizes) {
            self.sizes = sizes
            var layout = ParameterLayout()
            layer = Linear(name: "fc", inputs: sizes.inputs, outputs: sizes.outputs, layout: &layout)
            input = randomFloats(sizes.samples * sizes.inputs, stream: 1)
            parameters = randomFloats(layout.count, stream: 2)
            weights = randomFloats(sizes.samples * sizes.outputs, stream: 3)
        }

        func output(_ input: [Double], _ parameters: [Double]) -> [Double] {
            (0..<sizes.samples * sizes.outputs).map { index in
                let (sample, output) = index.quotientAndRemainder(dividingBy: sizes.outputs)
                return (0..<sizes.inputs).reduce(parameters[layer.bias.lowerBound + output]) { sum, column in
                    sum + parameters[layer.weight.lowerBound + output * sizes.inputs + column]
                        * input[sample * sizes.inputs + column]
                }
            }
        }

        func value(_ input: [Double], _ parameters: [Double]) -> Double {
            zip(weights, output(input, parameters)).reduce(0) { $0 + Double($1.0) * $1.1 }
        }
    }
}
