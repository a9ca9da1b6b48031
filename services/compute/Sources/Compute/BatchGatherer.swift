internal import Datasets
internal import Reduction
internal import WireProtocol

internal import enum Schemas.FailureCode

/// Answers "micro-batch (t, m)" and "evaluation batch (i)": pure functions of the data set and the request.
struct BatchGatherer: Sendable {
    /// Bytes of features in one micro-batch.
    static let largestBatchBytes = 64 << 20

    let orders: EpochOrders

    /// Gathers a micro-batch straight into the memory that its message will carry.
    ///
    /// Throws a `ProtocolFailure` for a request that the data set has no answer to.
    func batch(_ request: MicroBatchRequest, of dataset: Dataset) throws -> MicroBatch {
        do {
            switch request.split {
            case .training: return try trainingBatch(request, of: dataset)
            case .evaluation: return try evaluationBatch(request, of: dataset)
            }
        } catch let error as ReductionError {
            throw ProtocolFailure(.outOfRange, "micro-batch: \(error)")
        } catch let error as DatasetError {
            throw ProtocolFailure(.internal, "micro-batch: \(error)")
        }
    }

    private func trainingBatch(_ request: MicroBatchRequest, of dataset: Dataset) throws -> MicroBatch {
        let plan = try StepPlan(
            trainingSamples: dataset.description.trainingSamples, batch: request.batch, microBatch: request.microBatch)
        guard let positions = plan.positions(of: request.step, microBatch: request.index) else {
            throw ProtocolFailure(
                .outOfRange,
                "micro-batch: step \(request.step) has \(plan.microBatchCount(of: request.step)), got \(request.index)")
        }
        let epoch = plan.epoch(of: request.step)
        let order = orders.order(
            seed: request.seed, epoch: epoch, count: dataset.description.trainingSamples)
        return try gather(request, epoch: epoch, samples: order[positions], of: dataset)
    }

    private func evaluationBatch(_ request: MicroBatchRequest, of dataset: Dataset) throws -> MicroBatch {
        let plan = try EvaluationPlan(samples: dataset.description.evaluationSamples, batch: request.microBatch)
        guard let positions = plan.positions(of: request.index) else {
            throw ProtocolFailure(
                .outOfRange, "evaluation batch: there are \(plan.batchCount), got \(request.index)")
        }
        return try gather(request, epoch: 0, samples: Array(positions), of: dataset)
    }

    private func gather(
        _ request: MicroBatchRequest, epoch: UInt64, samples: [Int], of dataset: Dataset
    ) throws -> MicroBatch {
        let count = samples.count * dataset.description.featureCount
        guard count <= Self.largestBatchBytes / 4 else {
            throw ProtocolFailure(
                .outOfRange,
                "micro-batch: expected at most \(Self.largestBatchBytes) bytes of features, got \(samples.count) samples "
                    + "of \(dataset.description.featureCount)")
        }
        let selection = BatchSelection(
            dataset: dataset, split: request.split, samples: samples,
            draw: WindowDraw(seed: request.seed, epoch: epoch))
        let (features, labels) = try selection.gather()
        return MicroBatch(
            epoch: epoch, step: request.step, index: request.index, sampleIds: samples.map { UInt64($0) },
            featureShape: dataset.description.featureShape, features: features, labels: labels)
    }
}
