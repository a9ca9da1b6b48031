internal import CapnProto
internal import Datasets
internal import Digests
internal import Schemas

extension Datasets.DataDescription {
    /// Texts that one list may have.
    ///
    /// A few kilobytes of pointers to one text would otherwise become as many texts as there are pointers; what job files
    /// can ask for has the same bound.
    static let maximumTexts = CSVFiles.maximumColumns

    /// Reads a job's data section.
    ///
    /// Throws a `ProtocolFailure` for words that this version doesn't know and for lists that are too long; what else may
    /// be wrong is `Dataset`'s to tell.
    init(_ reader: Schemas.DataDescription.Reader) throws {
        self.init(
            source: try DataSource(reader), split: try Datasets.SplitRule(try reader.split),
            scaling: try Scaling(reader.scaling), standardisation: try Standardisation(reader.standardisation),
            labels: try LabelEncoding(reader.labels))
    }

    fileprivate static func texts(_ list: ListReader<CapnProtoText>, _ name: String) throws -> [String] {
        guard list.count <= maximumTexts else {
            throw ProtocolFailure(
                .outOfRange, "data: \(name): expected at most \(maximumTexts) texts, got \(list.count)")
        }
        var texts: [String] = []
        texts.reserveCapacity(list.count)
        for text in list { texts.append(try text.value) }
        return texts
    }
}

extension DataSource {
    fileprivate init(_ reader: Schemas.DataDescription.Reader) throws {
        switch try reader.which {
        case .idx(let files): self = .idx(try IDXFiles(files))
        case .csv(let files): self = .csv(try CSVFiles(files))
        case .text(let files): self = .text(try Datasets.TextFiles(files))
        case .unknown:
            throw ProtocolFailure(.malformed, "data: expected one of this protocol version's formats")
        }
    }
}

extension IDXFiles {
    fileprivate init(_ files: Schemas.DataDescription.Idx.Reader) throws {
        self.init(
            trainingFeatures: try files.trainingFeatures, trainingLabels: try files.trainingLabels,
            evaluationFeatures: try files.evaluationFeatures.nonEmpty,
            evaluationLabels: try files.evaluationLabels.nonEmpty)
    }
}

extension CSVFiles {
    fileprivate init(_ files: Schemas.DataDescription.Csv.Reader) throws {
        self.init(
            training: try files.training, evaluation: try files.evaluation.nonEmpty, hasHeader: files.hasHeader,
            labelColumn: try files.labelColumn, target: try CSVTarget(try files.target),
            columns: try Datasets.DataDescription.texts(try files.columns, "columns"),
            categories: try Datasets.DataDescription.texts(try files.categories, "categories"),
            categoryLimit: Int(files.categoryLimit),
            missing: files.hasMissing ? try MissingValues(try files.missing) : nil)
    }
}

extension MissingValues {
    fileprivate init(_ reader: Schemas.DataDescription.Missing.Reader) throws {
        let fill: Fill
        switch reader.fill {
        case .mean: fill = .mean
        case .median: fill = .median
        default: throw ProtocolFailure(.malformed, "data: unknown fill \(reader.fill)")
        }
        self.init(
            tokens: try Datasets.DataDescription.texts(try reader.tokens, "missing"), fill: fill,
            hasIndicator: reader.hasIndicator)
    }
}

extension CSVTarget {
    fileprivate init(_ reader: Schemas.DataDescription.Target.Reader) throws {
        switch try reader.which {
        case .integers: self = .integers
        case .names: self = .names
        case .number: self = .number(isStandardised: false)
        case .standardisedNumber: self = .number(isStandardised: true)
        case .above(let bound): self = .condition(.above(bound))
        case .atLeast(let bound): self = .condition(.atLeast(bound))
        case .below(let bound): self = .condition(.below(bound))
        case .atMost(let bound): self = .condition(.atMost(bound))
        case .equals(let text): self = .condition(.equals(text))
        case .unknown:
            throw ProtocolFailure(.malformed, "data: expected one of this protocol version's targets")
        }
    }
}

extension Datasets.TextFiles {
    fileprivate init(_ files: Schemas.DataDescription.TextFiles.Reader) throws {
        let tokens: TextTokens
        switch files.tokens {
        case .characters: tokens = .characters
        case .bytes: tokens = .bytes
        default: throw ProtocolFailure(.malformed, "data: unknown tokens \(files.tokens)")
        }
        let windows: TextWindows
        switch files.windows {
        case .consecutive: windows = .consecutive
        case .random: windows = .random
        default: throw ProtocolFailure(.malformed, "data: unknown windows \(files.windows)")
        }
        self.init(
            training: try Datasets.DataDescription.texts(try files.training, "training"),
            evaluation: try Datasets.DataDescription.texts(try files.evaluation, "evaluation"),
            context: Int(files.context), tokens: tokens, windows: windows)
    }
}

extension Datasets.SplitRule {
    fileprivate init(_ reader: Schemas.DataDescription.SplitRule.Reader) throws {
        switch try reader.which {
        case .files: self = .files
        case .seeded(let seeded): self = .seeded(share: seeded.share, seed: seeded.seed)
        case .place(let share): self = .place(share: share)
        case .unknown:
            throw ProtocolFailure(.malformed, "data: expected one of this protocol version's splits")
        }
    }
}

extension Scaling {
    fileprivate init(_ wire: Schemas.DataDescription.Scaling) throws(ProtocolFailure) {
        switch wire {
        case .none: self = .none
        case .unit: self = .unit
        default: throw ProtocolFailure(.malformed, "data: unknown scaling \(wire)")
        }
    }
}

extension Standardisation {
    fileprivate init(_ wire: Schemas.DataDescription.Standardisation) throws(ProtocolFailure) {
        switch wire {
        case .none: self = .none
        case .global: self = .global
        case .feature: self = .feature
        default: throw ProtocolFailure(.malformed, "data: unknown standardisation \(wire)")
        }
    }
}

extension LabelEncoding {
    fileprivate init(_ wire: Schemas.DataDescription.LabelEncoding) throws(ProtocolFailure) {
        switch wire {
        case .classIndex: self = .classIndex
        case .oneHot: self = .oneHot
        default: throw ProtocolFailure(.malformed, "data: unknown label encoding \(wire)")
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension Datasets.DatasetDescription {
    /// Reads what was found on opening a data set.
    ///
    /// Throws a `ProtocolFailure` for a preprocessing that can't be read, or isn't what the other fields say.
    init(_ reader: Schemas.DatasetDescription.Reader) throws {
        let json = try reader.preprocessing
        let preprocessing: FittedPreprocessing
        do throws(DatasetError) {
            preprocessing = try FittedPreprocessing(json: json)
        } catch {
            throw ProtocolFailure(.malformed, "data set: \(error)")
        }
        self.init(
            digest: try Digest(wire: reader.digest, named: "dataset digest"),
            trainingSamples: try Int(wire: reader.trainingSamples, named: "training samples"),
            evaluationSamples: try Int(wire: reader.evaluationSamples, named: "evaluation samples"),
            droppedRows: try Int(wire: reader.droppedRows, named: "dropped rows"), preprocessing: preprocessing)
        try requireAgreement(
            "feature shape", found: try reader.featureShape.map { $0 },
            expected: featureShape.map { UInt64(clamping: $0) })
        try requireAgreement("token count", found: Int(reader.tokenCount), expected: tokenCount ?? 0)
        try requireAgreement("target", found: reader.target, expected: target.wireKind)
        try requireAgreement("output count", found: Int(reader.outputCount), expected: outputCount)
    }

    private func requireAgreement<Value: Equatable>(
        _ name: String, found: Value, expected: Value
    ) throws(ProtocolFailure) {
        guard found == expected else {
            throw ProtocolFailure(
                .malformed, "data set: \(name): expected \(expected), as the preprocessing has it, got \(found)")
        }
    }
}

extension MicroBatch {
    /// Reads a micro-batch, whose tensors stay in their frame.
    ///
    /// Throws a `ProtocolFailure` for tensors that disagree with each other.
    init(_ reader: TrainingBatch.Reader) throws {
        let sampleIds = Array(try reader.sampleIds)
        let features: WireFeatures
        let shape: [Int]
        let tensor = try reader.features
        if tensor.dataType == .uint32 {
            let tokens: (values: WireValues<UInt32>, shape: [Int]) = try tensor.values(of: .uint32, named: "features")
            (features, shape) = (.tokens(tokens.values), tokens.shape)
        } else {
            let numbers: (values: WireValues<Float>, shape: [Int]) = try tensor.values(of: .float32, named: "features")
            (features, shape) = (.numbers(numbers.values), numbers.shape)
        }
        guard shape.first == sampleIds.count, !sampleIds.isEmpty else {
            throw ProtocolFailure(.shapeMismatch, "features: expected \(sampleIds.count) samples, got shape \(shape)")
        }
        let isText = if case .tokens = features { true } else { false }
        guard isText == (reader.labelKind == .nextTokens) else {
            throw ProtocolFailure(
                .shapeMismatch, "labels: expected the tokens that follow with tokens alone, got \(reader.labelKind)")
        }
        self.init(
            epoch: reader.epoch, step: reader.step, index: Int(reader.index), sampleIds: sampleIds,
            featureShape: Array(shape.dropFirst()), features: features,
            labels: try WireLabels(reader.labels, reader.labelKind, features: shape))
    }
}

extension WireLabels {
    /// Reads the labels of features of shape `features`, samples first.
    fileprivate init(
        _ tensor: Tensor.Reader, _ kind: TrainingBatch.LabelKind, features: [Int]
    ) throws {
        switch kind {
        case .classes, .nextTokens:
            let labels: (values: WireValues<UInt32>, shape: [Int]) = try tensor.values(of: .uint32, named: "labels")
            let expected = kind == .classes ? Array(features.prefix(1)) : features
            guard labels.shape == expected else {
                throw ProtocolFailure(.shapeMismatch, "labels: expected shape \(expected), got \(labels.shape)")
            }
            self = kind == .classes ? .classIndices(labels.values) : .nextTokens(labels.values)
        case .oneHot, .values:
            let labels: (values: WireValues<Float>, shape: [Int]) = try tensor.values(of: .float32, named: "labels")
            guard labels.shape.count == 2, labels.shape.first == features.first, let count = labels.shape.last else {
                throw ProtocolFailure(
                    .shapeMismatch,
                    "labels: expected \(features.first ?? 0) samples in 2 dimensions, got shape \(labels.shape)")
            }
            self =
                kind == .oneHot
                ? .oneHot(labels.values, classCount: count) : .values(labels.values, outputCount: count)
        default:
            throw ProtocolFailure(.malformed, "labels: unknown kind \(kind)")
        }
    }
}
