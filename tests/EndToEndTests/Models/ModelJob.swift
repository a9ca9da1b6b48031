/// Jobs on the digits with models other than a perceptron.
enum ModelJob {
    /// `model` is the section's content, its lines as far in as "mlp" is.
    static func digits(epochs: Int, model: String, extra: String = "") -> String {
        TestJob.digits(epochs: epochs, extra: extra).replacing("  mlp:\n    hidden: [32]", with: model)
    }

    /// Images of 8 x 8 pixels through two convolutions, one of them around a residual.
    static let convolutions = """
          inputShape: [1, 8, 8]
          layers:
            - convolution: {channels: 8, kernel: 3, padding: 1}
              name: conv
            - relu
            - residual: {body: [groupNorm: {groups: 2}, convolution: {channels: 8, kernel: 3, padding: 1}]}
              name: block
            - maxPooling: {kernel: 2}
            - flatten
            - linear: {outputs: 10}
              name: fc
        """

    /// A perceptron that drops half of its hidden layer, or none of it.
    static func dropout(_ probability: Double) -> String {
        """
          layers:
            - linear: {outputs: 32}
              name: fc1
            - relu
            - dropout: {probability: \(probability)}
            - linear: {outputs: 10}
              name: fc2
        """
    }
}
