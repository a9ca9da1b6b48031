internal import Datasets
internal import Digests
internal import Foundation
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import Reduction
internal import Safetensors

/// The keys of a checkpoint's metadata.
private enum Key {
    static let format = "pangea.checkpoint"
    static let lineage = "pangea.lineage"
    static let probe = "pangea.probe"
    static let step = "pangea.step"
    static let samples = "pangea.epoch.samples"
    static let lossSum = "pangea.epoch.lossSum"
    static let correct = "pangea.epoch.correct"
    static let errorSum = "pangea.epoch.errorSum"
    static let ledger = "pangea.epoch.ledger"
    static let history = "pangea.history"
}

extension TensorImage {
    /// All of a run's state: parameters under their names, optimiser state as `optimiser.<slot>.<parameter>`, the rest
    /// as metadata.
    mutating func add(checkpoint state: RunState, context: RunContext) throws {
        add("1", named: Key.format)
        if let probe = state.probe {
            add("\(probe)", named: Key.probe)
            add("\(context.lineage(probe: probe))", named: Key.lineage)
        }
        add(try context.dataset.preprocessing.json(), named: FittedPreprocessing.metadataKey)
        add("\(state.round.step)", named: Key.step)
        add("\(state.epochStatistics.samples)", named: Key.samples)
        add("\(state.epochStatistics.lossSum.bitPattern)", named: Key.lossSum)
        add("\(state.epochStatistics.correct)", named: Key.correct)
        add("\(state.epochStatistics.errorSum.bitPattern)", named: Key.errorSum)
        add("\(state.epochStatistics.ledger)", named: Key.ledger)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        add(String(decoding: try encoder.encode(state.history), as: UTF8.self), named: Key.history)
        let layout = context.model.layout
        add(state.training.parameters, layout: layout)
        for slot in state.training.slots {
            add(slot.values, layout: layout, prefix: "optimiser.\(slot.name).")
        }
    }
}

extension RunState {
    /// Reads a checkpoint.
    ///
    /// Throws a `CheckpointError` or a `SafetensorsError` for one that isn't whole, or is of another run.
    init(checkpoint file: SafetensorsFile, context: RunContext) throws {
        let format = try file.text(Key.format)
        guard format == "1" else {
            throw CheckpointError.metadata(Key.format, expected: "1", found: format)
        }
        let probeText = try file.text(Key.probe)
        guard let probe = Digest(hex: probeText) else {
            throw CheckpointError.metadata(Key.probe, expected: "a digest", found: probeText)
        }
        let lineage = "\(context.lineage(probe: probe))"
        guard try file.text(Key.lineage) == lineage else {
            throw CheckpointError.otherLineage(expected: lineage, found: try file.text(Key.lineage))
        }
        let step = try file.number(Key.step)
        let history = try JSONDecoder().decode([EpochResult].self, from: Data(try file.text(Key.history).utf8))
        let layout = context.model.layout
        let training = BucketedState(optimiser: context.job.training.optimiser, layout: context.buckets)
        try file.read(into: training.parameters, layout: layout)
        for slot in training.slots {
            try file.read(into: slot.values, layout: layout, prefix: "optimiser.\(slot.name).")
        }
        let next = context.plan.round(committedSteps: step, evaluatedEpochs: UInt64(history.count))
        self.init(
            round: next ?? Round(.training, step: step), training: training,
            epochStatistics: Statistics(
                samples: try file.number(Key.samples), lossSum: Double(bitPattern: try file.number(Key.lossSum)),
                correct: try file.number(Key.correct), ledger: try file.number(Key.ledger),
                errorSum: Double(bitPattern: try file.number(Key.errorSum))),
            history: history, probe: probe)
    }
}

extension SafetensorsFile {
    fileprivate func text(_ key: String) throws(CheckpointError) -> String {
        guard let text = metadata[key] else { throw .metadata(key, expected: "a text", found: "none") }
        return text
    }

    fileprivate func number(_ key: String) throws(CheckpointError) -> UInt64 {
        let text = try text(key)
        guard let number = UInt64(text) else { throw .metadata(key, expected: "a whole number", found: text) }
        return number
    }

    fileprivate func read(into vector: BucketedVector, layout: ParameterLayout, prefix: String = "") throws {
        for entry in layout.entries {
            let values = try floats(named: prefix + entry.name, shape: entry.shape)
            vector.copy(values.span, at: entry.range.lowerBound)
        }
    }
}
