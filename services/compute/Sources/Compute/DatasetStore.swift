package import Datasets
package import Digests
internal import Dispatch
internal import Foundation
package import Logging
internal import Telemetry
internal import WireProtocol

internal import enum Schemas.FailureCode

/// The data sets that are open, each read once however many ask for it.
///
/// Holds the most recently used ones, up to a bound.
package actor DatasetStore {
    /// Data sets that are open at a time.
    package static let capacity = 4

    private struct Entry {
        let opening: Task<Dataset, any Error>
        var lastUse: UInt64
    }

    private let root: String
    private let limits: DatasetLimits
    private let cores: Int
    private let metrics: ComputeMetrics
    private let logger: Logger
    private var entries: [DataDescription: Entry] = [:]
    private var byDigest: [Digest: DataDescription] = [:]
    private var uses: UInt64 = 0

    package init(
        root: String, limits: DatasetLimits = DatasetLimits(), cores: Int,
        metrics: ComputeMetrics = ComputeMetrics(in: MetricRegistry()), logger: Logger
    ) {
        self.root = root
        self.limits = limits
        self.cores = cores
        self.metrics = metrics
        self.logger = logger
    }

    /// Opens a data set, or gives the one that is open.
    ///
    /// Throws a `ProtocolFailure` that names what is wrong with the data.
    package func open(_ data: DataDescription) async throws -> Dataset {
        uses += 1
        let opening = entries[data]?.opening ?? begin(data)
        entries[data] = Entry(opening: opening, lastUse: uses)
        do {
            let dataset = try await opening.value
            byDigest[dataset.description.digest] = data
            evict()
            return dataset
        } catch {
            // The files may be put right: the next request looks again.
            entries[data] = nil
            throw ProtocolFailure(.invalidData, "\(error)")
        }
    }

    /// The open data set of a digest.
    ///
    /// Throws a `ProtocolFailure` where there is none.
    package func dataset(_ digest: Digest) async throws -> Dataset {
        guard let data = byDigest[digest], let entry = entries[data] else {
            throw ProtocolFailure(.unknownDataset, "data set \(digest) isn't open here; expected openDataset first")
        }
        uses += 1
        entries[data]?.lastUse = uses
        return try await entry.opening.value
    }

    private func begin(_ data: DataDescription) -> Task<Dataset, any Error> {
        let (root, limits, cores) = (root, limits, cores)
        let (metrics, logger) = (metrics, logger)
        return Task.detached {
            let started = ContinuousClock.now
            // Reading and fitting keep threads busy for seconds: not those that answer requests.
            let dataset: Dataset = try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global(qos: .userInitiated).async {
                    continuation.resume(
                        with: Result { try Dataset.open(data, root: root, cores: cores, limits: limits) })
                }
            }
            let found = dataset.description
            metrics.rows.add(UInt64(found.trainingSamples + found.evaluationSamples))
            metrics.preprocessingTimes.observe(ContinuousClock.now - started)
            logger.info(
                "data set opened",
                metadata: [
                    "digest": "\(found.digest)", "trainingSamples": "\(found.trainingSamples)",
                    "evaluationSamples": "\(found.evaluationSamples)", "droppedRows": "\(found.droppedRows)",
                    "features": "\(found.featureWords)", "target": "\(found.targetWords)",
                    "seconds": "\((ContinuousClock.now - started) / .seconds(1))",
                ])
            return dataset
        }
    }

    private func evict() {
        while entries.count > Self.capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
            byDigest = byDigest.filter { $0.value != oldest.key }
        }
    }
}
