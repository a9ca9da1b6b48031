public import Datasets
public import Learning

/// What to train, on what and how: the job file's content, with the defaults filled in.
public struct Job: Hashable, Sendable {
    /// The run's name, for people.
    public let name: String
    /// Of every random number of the run.
    public let seed: UInt64
    /// What compute is asked to open.
    public let data: DataDescription
    /// The layers and the loss.
    public let model: ModelSection
    /// What the parameters start from; nil for random ones.
    public let initialise: InitialiseSection?
    /// How steps are cut and applied.
    public let training: TrainingSection
    /// What floating point depends on.
    public let numerics: Numerics
    /// How the evaluation split is gone through.
    public let evaluation: EvaluationSection
    /// When checkpoints are written.
    public let checkpoint: CheckpointSection
    /// How gradients and parameters travel.
    public let exchange: ExchangeSection
    /// What the final model must reach.
    public let target: TargetSection
    /// The share of micro-batches that a second trainer recomputes, 0 to 1.
    public let audit: Double

    /// Parameters that another run, or PyTorch, has left.
    public struct InitialiseSection: Hashable, Sendable {
        /// A file of safetensors; a relative path begins at the job file's folder.
        public let from: String
    }

    /// How the evaluation split is gone through.
    public struct EvaluationSection: Hashable, Sendable {
        /// Samples in a full batch.
        public let batch: Int
    }

    /// When checkpoints are written, and how many stay.
    public struct CheckpointSection: Hashable, Sendable {
        /// Committed steps between two; nil for one behind each epoch's evaluation.
        public let everySteps: UInt64?
        /// The newest so many are kept, at least 1.
        public let keep: Int
    }

    /// How gradients and parameters travel.
    public struct ExchangeSection: Hashable, Sendable {
        /// Parameters in a full bucket.
        public let bucketParameters: Int
    }

    /// What the final model must reach.
    public struct TargetSection: Hashable, Sendable {
        /// Share of the evaluation split's predictions that are right at least, 0 to 1; nil for no demand, as all of these.
        public let accuracy: Double?
        /// The evaluation split's mean loss at most.
        public let loss: Double?
        /// Its mean absolute error at most, of a model that says numbers.
        public let meanAbsoluteError: Double?
        /// Its perplexity at most, of a model of text.
        public let perplexity: Double?

        init(
            accuracy: Double? = nil, loss: Double? = nil, meanAbsoluteError: Double? = nil, perplexity: Double? = nil
        ) {
            self.accuracy = accuracy
            self.loss = loss
            self.meanAbsoluteError = meanAbsoluteError
            self.perplexity = perplexity
        }
    }
}
