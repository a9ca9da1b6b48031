package import Datasets
package import Learning

/// What a model says of one sample, in the words of its training data.
package struct Prediction {
    /// What was predicted.
    package enum Answer: Equatable {
        case word(String)
        case number(Float)
        case truth(Bool)
    }

    /// The sample's number in the file, from 0.
    package let sample: Int
    package let answer: Answer
    /// How likely the model holds the answer to be; nil for numbers, and where the loss is a squared error.
    package let probability: Double?
    /// How likely it holds each class to be, in their order; empty without classes.
    package let probabilities: [Double]

    /// Reads the outputs of one sample by what they mean.
    ///
    /// The class is the first of the greatest outputs. Nil for text, where outputs are of no single answer. `loss` is what
    /// the model was trained with.
    package init?(
        sample: Int, outputs: Span<Float>, meaning target: FittedTarget, loss: LossDescription
    ) {
        self.sample = sample
        switch target {
        case .classes(let classes):
            var best = 0
            for index in outputs.indices where outputs[index] > outputs[best] { best = index }
            probabilities = Probabilities.ofClasses(outputs)
            probability = probabilities[best]
            answer = .word(classes.name(of: best))
        case .number(let number):
            answer = .number(number.label(ofOutput: outputs[0]))
            (probability, probabilities) = (nil, [])
        case .condition where loss == .meanSquaredError:
            // Trained towards 0 and 1, which says nothing of likelihood.
            (answer, probability, probabilities) = (.truth(outputs[0] > 0.5), nil, [])
        case .condition:
            let likelihood = Double(Probabilities.ofCondition(outputs[0]))
            answer = .truth(outputs[0] > 0)
            probability = outputs[0] > 0 ? likelihood : 1 - likelihood
            probabilities = []
        case .nextToken:
            return nil
        }
    }
}
