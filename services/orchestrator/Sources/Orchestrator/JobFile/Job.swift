package import Datasets
package import Learning

/// What to train, on what and how: the job file's content, with the defaults filled in.
package struct Job: Hashable, Sendable {
    /// The run's name, for people.
    package let name: String
    /// Of every random number of the run.
    package let seed: UInt64
    /// What compute is asked to open.
    package let data: DataDescription
    package let model: ModelSection
    package let training: TrainingSection
    /// What floating point depends on.
    package let numerics: Numerics
    package let evaluation: EvaluationSection
    package let checkpoint: CheckpointSection
    package let exchange: ExchangeSection
    package let target: TargetSection
    /// The share of micro-batches that a second trainer recomputes, 0 to 1.
    package let audit: Double

    /// The model, as far as the data doesn't decide it.
    package enum ModelSection: Hashable, Sendable {
        /// Linear layers with ReLU between them; widths of the hidden ones.
        case multilayerPerceptron(hidden: [Int])

        /// The model for data of these widths.
        package func description(inputs: Int, outputs: Int) -> ModelDescription {
            switch self {
            case .multilayerPerceptron(let hidden):
                .multilayerPerceptron(inputs: inputs, hidden: hidden, outputs: outputs)
            }
        }
    }

    /// How steps are cut and applied.
    package struct TrainingSection: Hashable, Sendable {
        /// Samples in a full step.
        package let batch: Int
        /// Samples in a full micro-batch; divides `batch`.
        package let microBatch: Int
        package let epochs: Int
        package let optimiser: Optimiser
        /// The learning rate before the schedule.
        package let rate: Double
        package let warmUpSteps: UInt64
        package let decay: Decay
        /// The norm at which a step's mean gradient is clipped; nil for no clipping.
        package let clipping: GradientClipping?

        /// How the rate falls behind the warm-up.
        package enum Decay: Hashable, Sendable {
            case constant
            case step(every: UInt64, factor: Double)
            /// Half a cosine over the whole run, down to the rate `floor`.
            case cosine(floor: Double)
        }

        /// The schedule of a run of `totalSteps`.
        package func schedule(totalSteps: UInt64) -> Schedule {
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
    package struct EvaluationSection: Hashable, Sendable {
        /// Samples in a full batch.
        package let batch: Int
    }

    /// When checkpoints are written, and how many stay.
    package struct CheckpointSection: Hashable, Sendable {
        /// Committed steps between two; nil for one behind each epoch's evaluation.
        package let everySteps: UInt64?
        /// The newest so many are kept, at least 1.
        package let keep: Int
    }

    /// How gradients and parameters travel.
    package struct ExchangeSection: Hashable, Sendable {
        /// Parameters in a full bucket.
        package let bucketParameters: Int
    }

    /// What the final model must reach.
    package struct TargetSection: Hashable, Sendable {
        /// Share of the evaluation split classified rightly, 0 to 1; nil for no demand.
        package let accuracy: Double?
    }
}
