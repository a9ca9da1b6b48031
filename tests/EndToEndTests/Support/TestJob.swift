/// Jobs on the digits that the repository ships: 1,437 images of 8 x 8 pixels; batches of 64 leave a short last step.
enum TestJob {
    /// Steps of one epoch: 22 full ones and one of 29 samples.
    static let stepsPerEpoch = 23
    /// Parameters of every bucket but the last.
    static let bucketParameters = 1024

    static func digits(epochs: Int, extra: String = "") -> String {
        """
        name: digits
        seed: 7
        data:
          csv:
            training: digits/training.csv.gz
            evaluation: digits/evaluation.csv.gz
            header: false
            label: "64"
          standardisation: global
        model:
          mlp:
            hidden: [32]
        training:
          batch: 64
          microBatch: 8
          epochs: \(epochs)
          optimiser:
            sgd:
              momentum: 0.9
          schedule:
            rate: 0.05
        evaluation:
          batch: 30
        exchange:
          bucketParameters: \(bucketParameters)
        \(extra)
        """
    }
}
