package import Datasets
package import Digests
internal import Hosting
package import JobFile
package import Learning
package import LeaseEngine
package import ModelFiles
internal import Reduction
package import WireProtocol

/// What a run is: fixed by the job and the data before the first trainer joins.
package struct RunContext: Sendable {
    package let job: Job
    package let dataset: DatasetDescription
    package let model: Model
    /// What evaluations say beside the loss.
    package let measure: QualityMeasure
    /// The model in words: equal texts mean equal layers and losses.
    package let modelText: String
    /// What the parameters start from where the job names a file.
    package let start: StartingParameters?
    package let buckets: BucketLayout
    /// In each bucket, counted from its start, what no weight decay acts on.
    package let undecayed: [[Range<Int>]]
    package let plan: RunPlan
    package let schedule: Schedule
    /// Memory that steps take turns with.
    package let spareBlocks: SpareBlocks

    /// Checks the job against the data, and the file that its parameters start from, where it names one.
    ///
    /// Throws what doesn't fit, naming it.
    package init(job: Job, dataset: DatasetDescription, start file: TensorFile? = nil) throws {
        self.job = job
        self.dataset = dataset
        model = try job.model.model(for: SampleForm(dataset))
        measure = QualityMeasure(of: model)
        try measure.check(job.target)
        modelText = try model.description.text()
        let layout = model.layout
        start = try file.map { try StartingParameters($0, layout: layout) }
        buckets = try BucketLayout(
            parameterCount: model.layout.count, bucketParameters: job.exchange.bucketParameters)
        undecayed = buckets.parts(of: job.training.undecayed(of: model.layout))
        let steps = try StepPlan(
            trainingSamples: dataset.trainingSamples, batch: job.training.batch,
            microBatch: job.training.microBatch)
        plan = RunPlan(
            steps: steps,
            evaluation: try EvaluationPlan(samples: dataset.evaluationSamples, batch: job.evaluation.batch),
            epochs: UInt64(job.training.epochs))
        schedule = job.training.schedule(totalSteps: plan.stepCount)
        try schedule.validate()
        // A step's sums, and what a bucket's step is written into.
        spareBlocks = SpareBlocks(capacity: buckets.count + 1 + job.training.optimiser.slotNames.count)
    }

    /// What a job is with the data that was found for it, and the file that it starts from.
    ///
    /// Throws a `ServiceFailure` where they don't fit.
    static func checked(
        job: Job, dataset: DatasetDescription, start: TensorFile?
    ) throws(ServiceFailure) -> RunContext {
        do {
            return try RunContext(job: job, dataset: dataset, start: start)
        } catch let error as ModelFileError {
            throw ServiceFailure(.badInput, "initialise.from", cause: error)
        } catch {
            throw ServiceFailure(.badInput, "the job doesn't fit its data", cause: error)
        }
    }

    /// Names the run by all that its result depends on.
    package func lineage(probe: Digest) -> Digest {
        let start = start.map { "start \($0.digest)\n" } ?? ""
        return .of("\(job.canonicalText)\nmodel \(modelText)\n\(start)dataset \(dataset.digest)\nprobe \(probe)\n")
    }

    /// Whether a run in this state has nothing left to do.
    package func isFinished(_ state: RunState) -> Bool {
        plan.round(committedSteps: state.round.step, evaluatedEpochs: UInt64(state.history.count)) == nil
    }

    /// What trainers are told.
    package var description: RunDescription {
        RunDescription(
            name: job.name, seed: job.seed, data: job.data, dataset: dataset, model: model.description,
            numerics: job.numerics, batch: job.training.batch, microBatch: job.training.microBatch,
            evaluationBatch: job.evaluation.batch, bucketSizes: buckets.sizes)
    }
}
