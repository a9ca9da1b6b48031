internal import Datasets
internal import Learning

/// What to train, on what and how: the job file's content, with the defaults filled in.
struct Job: Hashable, Sendable {
    /// The run's name, for people.
    let name: String
    /// Of every random number of the run.
    let seed: UInt64
    /// What compute is asked to open.
    let data: DataDescription
    let model: ModelSection
    let training: TrainingSection
    /// What floating point depends on.
    let numerics: Numerics
    let evaluation: EvaluationSection
    let checkpoint: CheckpointSection
    let exchange: ExchangeSection
    let target: TargetSection

    /// The model, as far as the data doesn't decide it.
    enum ModelSection: Hashable, Sendable {
        /// Linear layers with ReLU between them; widths of the hidden ones.
        case multilayerPerceptron(hidden: [Int])

        /// The model for data of these widths.
        func description(inputs: Int, outputs: Int) -> ModelDescription {
            switch self {
            case .multilayerPerceptron(let hidden):
                .multilayerPerceptron(inputs: inputs, hidden: hidden, outputs: outputs)
            }
        }
    }

    /// How steps are cut and applied.
    struct TrainingSection: Hashable, Sendable {
        /// Samples in a full step.
        let batch: Int
        /// Samples in a full micro-batch; divides `batch`.
        let microBatch: Int
        let epochs: Int
        let optimiser: Optimiser
        /// The learning rate before the schedule.
        let rate: Double
        let warmUpSteps: UInt64
        let decay: Decay

        /// How the rate falls behind the warm-up.
        enum Decay: Hashable, Sendable {
            case constant
            case step(every: UInt64, factor: Double)
            /// Half a cosine over the whole run, down to the rate `floor`.
            case cosine(floor: Double)
        }

        /// The schedule of a run of `totalSteps`.
        func schedule(totalSteps: UInt64) -> Schedule {
            let shape: Schedule.Shape =
                switch decay {
                case .constant: .constant
                case .step(let every, let factor): .step(every: every, factor: factor)
                case .cosine(let floor): .cosine(total: totalSteps, floor: floor)
                }
            return Schedule(base: rate, warmUpSteps: warmUpSteps, shape: shape)
        }
    }

    /// How the evaluation split is gone through.
    struct EvaluationSection: Hashable, Sendable {
        /// Samples in a full batch.
        let batch: Int
    }

    /// When checkpoints are written, and how many stay.
    struct CheckpointSection: Hashable, Sendable {
        /// Committed steps between two; nil for one behind each epoch's evaluation.
        let everySteps: UInt64?
        /// The newest so many are kept, at least 1.
        let keep: Int

        /// Whether one is due when `step` steps are committed.
        func isDue(afterStep step: UInt64) -> Bool {
            everySteps.map { step % $0 == 0 } ?? false
        }
    }

    /// How gradients and parameters travel.
    struct ExchangeSection: Hashable, Sendable {
        /// Parameters in a full bucket.
        let bucketParameters: Int
    }

    /// What the final model must reach.
    struct TargetSection: Hashable, Sendable {
        /// Share of the evaluation split classified rightly, 0 to 1; nil for no demand.
        let accuracy: Double?
    }
}
