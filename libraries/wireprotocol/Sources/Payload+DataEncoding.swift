internal import CapnProto
internal import Datasets
internal import Digests
internal import Schemas

extension Schemas.DataDescription.Builder {
    /// Writes a job's data section.
    func write(_ data: Datasets.DataDescription) throws(WireError) {
        switch data.source {
        case .idx(let files): try initIdx().write(files)
        case .csv(let files): try initCsv().write(files)
        case .text(let files): try initText().write(files)
        }
        scaling =
            switch data.scaling {
            case .none: .none
            case .unit: .unit
            }
        standardisation =
            switch data.standardisation {
            case .none: .none
            case .global: .global
            case .feature: .feature
            }
        labels =
            switch data.labels {
            case .classIndex: .classIndex
            case .oneHot: .oneHot
            }
        try initSplit().write(data.split)
    }
}

extension Schemas.DataDescription.SplitRule.Builder {
    fileprivate func write(_ split: Datasets.SplitRule) throws(WireError) {
        switch split {
        case .files: setFiles()
        case .seeded(let share, let seed):
            let seeded = initSeeded()
            seeded.share = share
            seeded.seed = seed
        case .place(let share): setPlace(share)
        }
    }
}

extension Schemas.DataDescription.Idx.Builder {
    fileprivate func write(_ files: IDXFiles) throws(WireError) {
        try setTrainingFeatures(files.trainingFeatures)
        try setTrainingLabels(files.trainingLabels)
        try setEvaluationFeatures(files.evaluationFeatures ?? "")
        try setEvaluationLabels(files.evaluationLabels ?? "")
    }
}

extension Schemas.DataDescription.Csv.Builder {
    fileprivate func write(_ files: CSVFiles) throws(WireError) {
        try setTraining(files.training)
        try setEvaluation(files.evaluation ?? "")
        hasHeader = files.hasHeader
        try setLabelColumn(files.labelColumn)
        try initTarget().write(files.target)
        try initColumns(count: files.columns.count).write(files.columns)
        try initCategories(count: files.categories.count).write(files.categories)
        categoryLimit = UInt32(clamping: files.categoryLimit)
        guard let values = files.missing else { return }
        let missing = try initMissing()
        try missing.initTokens(count: values.tokens.count).write(values.tokens)
        missing.fill = values.fill == .mean ? .mean : .median
        missing.hasIndicator = values.hasIndicator
    }
}

extension Schemas.DataDescription.Target.Builder {
    fileprivate func write(_ target: CSVTarget) throws(WireError) {
        switch target {
        case .integers: setIntegers()
        case .names: setNames()
        case .number(let isStandardised): if isStandardised { setStandardisedNumber() } else { setNumber() }
        case .condition(.above(let bound)): setAbove(bound)
        case .condition(.atLeast(let bound)): setAtLeast(bound)
        case .condition(.below(let bound)): setBelow(bound)
        case .condition(.atMost(let bound)): setAtMost(bound)
        case .condition(.equals(let text)): try setEquals(text)
        }
    }
}

extension Schemas.DataDescription.TextFiles.Builder {
    fileprivate func write(_ files: Datasets.TextFiles) throws(WireError) {
        try initTraining(count: files.training.count).write(files.training)
        try initEvaluation(count: files.evaluation.count).write(files.evaluation)
        context = UInt32(clamping: files.context)
        tokens = files.tokens == .characters ? .characters : .bytes
        windows = files.windows == .consecutive ? .consecutive : .random
    }
}

extension ListBuilder<CapnProtoText> {
    fileprivate func write(_ texts: [String]) throws(WireError) {
        for (index, text) in texts.enumerated() { try set(text, at: index) }
    }
}

extension Schemas.DatasetDescription.Builder {
    /// Writes what was found on opening a data set.
    ///
    /// Throws a `DatasetError` for a preprocessing that is out of bounds, too.
    func write(_ dataset: Datasets.DatasetDescription) throws {
        try setDigest(dataset.digest.bytes)
        trainingSamples = UInt64(clamping: dataset.trainingSamples)
        evaluationSamples = UInt64(clamping: dataset.evaluationSamples)
        droppedRows = UInt64(clamping: dataset.droppedRows)
        try setFeatureShape(dataset.featureShape.map { UInt64(clamping: $0) })
        tokenCount = UInt32(clamping: dataset.tokenCount ?? 0)
        target = dataset.target.wireKind
        outputCount = UInt32(clamping: dataset.outputCount)
        try setPreprocessing(try dataset.preprocessing.json())
    }
}

extension FittedTarget {
    /// The wire's word for it.
    var wireKind: Schemas.DatasetDescription.TargetKind {
        switch self {
        case .classes: .classes
        case .number: .numbers
        case .condition: .conditions
        case .nextToken: .nextTokens
        }
    }
}

extension TrainingBatch.Builder {
    /// Writes a micro-batch, whose tensors the message adopts.
    func write(_ batch: MicroBatch) throws(WireError) {
        epoch = batch.epoch
        step = batch.step
        index = UInt32(clamping: batch.index)
        try setSampleIds(batch.sampleIds)
        let samples = batch.sampleIds.count
        switch batch.features {
        case .numbers(let values):
            try initFeatures().adopt(values, as: .float32, shape: [samples] + batch.featureShape)
        case .tokens(let values):
            try initFeatures().adopt(values, as: .uint32, shape: [samples] + batch.featureShape)
        }
        switch batch.labels {
        case .classIndices(let labels):
            labelKind = .classes
            try initLabels().adopt(labels, as: .uint32, shape: [labels.count])
        case .oneHot(let labels, let classCount):
            labelKind = .oneHot
            try initLabels().adopt(labels, as: .float32, shape: [samples, classCount])
        case .values(let labels, let outputCount):
            labelKind = .values
            try initLabels().adopt(labels, as: .float32, shape: [samples, outputCount])
        case .nextTokens(let labels):
            labelKind = .nextTokens
            try initLabels().adopt(labels, as: .uint32, shape: [samples] + batch.featureShape)
        }
    }
}
