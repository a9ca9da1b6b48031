import Learning

/// perceptron.json: one forward and backward pass each.
struct PerceptronFixture: Decodable {
    struct Case: Decodable {
        let inputs: Int
        let hidden: [Int]
        let outputs: Int
        let samples: Int
        let names: [String]
        let shapes: [[Int]]
        let parameters: [Float]
        let features: [Float]
        let labels: [UInt32]
        let logits: [Float]
        let lossSum: Double
        let correct: Int
        let gradientSum: [Float]

        var description: NetworkDescription {
            .multilayerPerceptron(inputs: inputs, hidden: hidden, outputs: outputs)
        }
    }

    let cases: [Case]
}
