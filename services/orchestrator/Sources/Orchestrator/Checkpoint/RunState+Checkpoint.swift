internal import Datasets
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import Reduction
internal import RunRecords
internal import Safetensors

extension TensorImage {
    /// All of a run's state: parameters under their names, optimiser state as `optimiser.<slot>.<parameter>`, the rest
    /// as metadata.
    mutating func add(checkpoint state: RunState, context: RunContext) throws {
        let metadata = CheckpointMetadata(
            lineage: state.probe.map { "\(context.lineage(probe: $0))" }, probe: state.probe, step: state.round.step,
            epochStatistics: state.epochStatistics, history: state.history)
        for (key, text) in try metadata.texts() { add(text, named: key) }
        add(try context.dataset.preprocessing.json(), named: FittedPreprocessing.metadataKey)
        let layout = context.model.layout
        add(state.training.parameters, layout: layout)
        for slot in state.training.slots {
            add(slot.values, layout: layout, prefix: RunState.prefix(ofSlot: slot.name))
        }
    }

    /// Puts the digest into the metadata; nothing may be added behind it.
    mutating func seal() throws {
        add(CheckpointSeal.blank, named: CheckpointSeal.key)
        add("\(try digest())", named: CheckpointSeal.key)
    }
}

extension RunState {
    /// Reads a checkpoint.
    ///
    /// Throws a `CheckpointError` or a `SafetensorsError` for one that isn't whole, or is of another run.
    init(checkpoint file: SafetensorsFile, context: RunContext) throws {
        let metadata = try CheckpointMetadata(file.metadata)
        let lineage = metadata.probe.map { "\(context.lineage(probe: $0))" } ?? ""
        guard metadata.lineage == lineage else {
            throw CheckpointError.otherLineage(expected: lineage, found: metadata.lineage ?? "none")
        }
        let layout = context.model.layout
        let training = BucketedState(optimiser: context.job.training.optimiser, layout: context.buckets)
        try file.read(into: training.parameters, layout: layout)
        for slot in training.slots {
            try file.read(into: slot.values, layout: layout, prefix: Self.prefix(ofSlot: slot.name))
        }
        let next = context.plan.round(
            committedSteps: metadata.step, evaluatedEpochs: UInt64(metadata.history.count))
        self.init(
            round: next ?? Round(.training, step: metadata.step), training: training,
            epochStatistics: metadata.epochStatistics, history: metadata.history, probe: metadata.probe)
    }

    fileprivate static func prefix(ofSlot slot: String) -> String {
        "\(CheckpointMetadata.optimiserPrefix)\(slot)."
    }
}

extension SafetensorsFile {
    fileprivate func read(into vector: BucketedVector, layout: ParameterLayout, prefix: String = "") throws {
        for entry in layout.entries {
            let values = try floats(named: prefix + entry.name, shape: entry.shape)
            vector.copy(values.span, at: entry.range.lowerBound)
        }
    }
}
