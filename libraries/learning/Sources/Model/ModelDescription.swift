/// Which model a run trains, as its job file says it.
public enum ModelDescription: Hashable, Sendable {
    /// Linear layers from `inputs` through each size of `hidden` to `outputs`, ReLU between them, and softmax
    /// cross-entropy over the `outputs` classes behind the last. No hidden layer makes it a linear classifier.
    case multilayerPerceptron(inputs: Int, hidden: [Int], outputs: Int)
}
