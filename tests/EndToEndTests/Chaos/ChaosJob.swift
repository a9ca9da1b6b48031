/// A job on the digits, and what it ends in when nothing happens.
struct ChaosJob: Sendable {
    /// Training samples of the digits.
    static let samples = 1437

    let epochs: Int
    /// Buckets of its model.
    let buckets: Int
    let text: String
    /// The digest of the undisturbed run.
    let reference: Task<String, any Error>

    var steps: Int { epochs * TestJob.stepsPerEpoch }

    init(epochs: Int, hidden: Int) {
        let text = TestJob.digits(epochs: epochs, extra: "checkpoint: {everySteps: \(Chaos.checkpointEvery), keep: 3}")
            .replacing("hidden: [32]", with: "hidden: [\(hidden)]")
        self.epochs = epochs
        let parameters = (64 + 1) * hidden + (hidden + 1) * 10
        buckets = (parameters + TestJob.bucketParameters - 1) / TestJob.bucketParameters
        self.text = text
        reference = Task {
            let run = try await Deployment(job: text, minimumTrainers: 1)
            try await run.startTrainer()
            return try await run.summary().sha256
        }
    }
}
