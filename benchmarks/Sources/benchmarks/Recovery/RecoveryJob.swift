/// A job on Fashion-MNIST for runs that things happen to.
struct RecoveryJob {
    /// What `make deps` installs.
    static let dataRoot = "/usr/share/datasets"

    /// Samples of a step, and of one of its micro-batches.
    var batch = 24
    var microBatch = 2
    var epochs = 10
    /// Widths of the hidden layers.
    var hidden = [64]
    /// Steps between two checkpoints.
    var checkpointEvery = 20

    /// Micro-batches of a step.
    var leafCount: Int { batch / microBatch }

    /// The job file.
    var text: String {
        """
        name: recovery
        seed: 5
        data:
          idx:
            trainingFeatures: fashion-mnist/train-images-idx3-ubyte.gz
            trainingLabels: fashion-mnist/train-labels-idx1-ubyte.gz
            evaluationFeatures: fashion-mnist/t10k-images-idx3-ubyte.gz
            evaluationLabels: fashion-mnist/t10k-labels-idx1-ubyte.gz
          scaling: unit
        model:
          mlp:
            hidden: \(hidden)
        training:
          batch: \(batch)
          microBatch: \(microBatch)
          epochs: \(epochs)
          optimiser:
            sgd:
              momentum: 0.9
          schedule:
            rate: 0.01
        checkpoint:
          everySteps: \(checkpointEvery)
          keep: 2
        """
    }
}
