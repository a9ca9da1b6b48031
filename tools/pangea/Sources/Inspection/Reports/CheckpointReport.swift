internal import Digests
internal import Reduction
internal import RunRecords
internal import Safetensors
internal import Terminal

/// A checkpoint: how far the run has come, whether the file is whole, and what it holds.
struct CheckpointReport: FileReport {
    let kind = "checkpoint"
    let path: String
    let bytes: Int
    let sha256: String
    /// Whether its own digest is that of its bytes.
    let isSound: Bool
    let problem: String?
    let step: UInt64
    let lineage: String?
    let probe: String?
    let epochSamples: UInt64
    let epochs: [EpochResult]
    let parameters: TensorTable
    /// The optimiser's state, by slot.
    let optimiser: [String: TensorTable]

    /// Takes a file for a checkpoint.
    ///
    /// Throws `.damaged` where its texts aren't those of one.
    init(_ head: TensorFileHead, path: String, byteCount: Int) throws(InspectionError) {
        let metadata: CheckpointMetadata
        do throws(CheckpointError) {
            metadata = try CheckpointMetadata(head.header.metadata)
        } catch {
            throw .damaged(path: path, reason: "\(error)")
        }
        self.path = path
        bytes = byteCount
        sha256 = "\(head.digest)"
        isSound = head.sealProblem == nil
        problem = head.sealProblem.map { "\($0)" }
        step = metadata.step
        lineage = metadata.lineage
        probe = metadata.probe.map { "\($0)" }
        epochSamples = metadata.epochStatistics.samples
        epochs = metadata.history
        var parameters: [TensorEntry] = []
        var slots: [String: [TensorEntry]] = [:]
        for entry in head.header.entries {
            if let slot = Self.slot(of: entry.name) {
                slots[slot, default: []].append(entry)
            } else {
                parameters.append(entry)
            }
        }
        self.parameters = TensorTable(parameters)
        optimiser = slots.mapValues(TensorTable.init)
    }

    private static func slot(of name: String) -> String? {
        guard name.hasPrefix(CheckpointMetadata.optimiserPrefix) else { return nil }
        return name.dropFirst(CheckpointMetadata.optimiserPrefix.count).split(separator: ".").first.map(String.init)
    }

    func add(to report: inout ReportText) {
        report.title("\(path): a checkpoint")
        report.fact("step", "\(step), committed")
        report.fact("digest", problem ?? "as sealed, the file is whole", problem == nil ? .good : .bad)
        report.fact("sha256", sha256)
        report.fact("bytes", "\(bytes)")
        report.fact("lineage", lineage ?? "none")
        report.fact("probe", probe ?? "none")
        report.fact("epochs", "\(epochs.count) evaluated, \(epochSamples) samples of the next one trained on")
        if !epochs.isEmpty {
            report.section("Epochs")
            let header = ["epoch", "training loss", "accuracy", "evaluation loss", "accuracy"]
            let rows = epochs.map { epoch in
                ["\(epoch.epoch)"]
                    + [epoch.trainingLoss, epoch.trainingAccuracy, epoch.evaluationLoss, epoch.evaluationAccuracy].map {
                        "\($0)"
                    }
            }
            report.table([header] + rows, right: [0, 1, 2, 3, 4])
        }
        parameters.add(to: &report, title: "Parameters")
        for (slot, tensors) in optimiser.sorted(by: { $0.key < $1.key }) {
            tensors.add(to: &report, title: "Optimiser, \(slot)")
        }
    }
}
