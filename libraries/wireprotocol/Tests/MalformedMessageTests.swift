import CapnProto
import Datasets
import Schemas
import Testing
import WireProtocol

@Suite struct MalformedMessageTests {
    /// Builds a message as a peer of any sort might, and reads it.
    private static func failure(
        _ type: MessageType, _ write: (Message.Payload.Builder) throws -> Void
    ) throws -> FailureCode? {
        let builder = MessageBuilder()
        let message = try builder.initRoot(as: Message.self)
        message.id = 1
        message.type = type
        try write(message.payload)
        let reader = try builder.finish().reader()
        return #expect(throws: ProtocolFailure.self) { try IncomingMessage(reader) }?.code
    }

    private static let digest = [UInt8](repeating: 7, count: 32)

    // MARK: The envelope

    @Test(arguments: [MessageType.unspecified, .welcome, .failure, .unknown(4711)])
    func `a type that isn't the payload's is refused`(_ type: MessageType) throws {
        #expect(try Self.failure(type) { _ = try $0.initHeartbeat() } == .malformed)
        #expect(try Self.failure(type) { try $0.initJoin().setProbe(Self.digest) } == .malformed)
    }

    @Test func `a heartbeat by its type alone is refused`() throws {
        #expect(try Self.failure(.heartbeat) { try $0.initJoin().setProbe(Self.digest) } == .malformed)
    }

    @Test func `a message that says nothing is refused`() throws {
        #expect(try Self.failure(.unspecified) { $0.setUnspecified() } == .malformed)
    }

    @Test func `a payload of a later version is refused`() throws {
        var bytes = try Payload.heartbeat.message(id: 1, sender: "").serialized()
        // Behind the table and the root pointer: two numbers of 8 bytes, the type, the union's member.
        bytes[34] = 200
        let reader = try MessageReader(copying: bytes)
        #expect(try reader.root(as: Message.self).payload.discriminant == 200)
        let failure = #expect(throws: ProtocolFailure.self) { try IncomingMessage(reader) }
        #expect(
            failure
                == ProtocolFailure(
                    .malformed, "message: expected a payload of this protocol version, got number 200"))
    }

    @Test func `a sender that is no text is refused`() throws {
        var bytes = try Payload.heartbeat.message(id: 1, sender: "sender").serialized()
        let start = try #require(bytes.indices.first { bytes[$0...].starts(with: "sender".utf8) })
        bytes[start] = 0xff
        let reader = try MessageReader(copying: bytes)
        #expect(#expect(throws: ProtocolFailure.self) { try IncomingMessage(reader) }?.code == .malformed)
    }

    @Test func `a message without a root is refused`() throws {
        let reader = try MessageReader(copying: [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(#expect(throws: ProtocolFailure.self) { try IncomingMessage(reader) }?.code == .malformed)
    }

    // MARK: Digests

    @Test(arguments: [0, 1, 31, 33, 64]) func `a digest that hasn't 32 bytes is refused`(_ count: Int) throws {
        let bytes = [UInt8](repeating: 1, count: count)
        #expect(try Self.failure(.join) { try $0.initJoin().setProbe(bytes) } == .malformed)
        #expect(try Self.failure(.joined) { try $0.initJoined().setLineage(bytes) } == .malformed)
        #expect(try Self.failure(.batchRequest) { try $0.initBatchRequest().setDataset(bytes) } == .malformed)
        #expect(
            try Self.failure(.datasetOpened) { try $0.initDatasetOpened().initDataset().setDigest(bytes) }
                == .malformed)
        #expect(
            try Self.failure(.evaluationResult) { payload in
                let result = try payload.initEvaluationResult()
                try result.setLineage(bytes)
                result.end = 1
            } == .malformed)
        #expect(
            try Self.failure(.gradientUpdate) { payload in
                let update = try payload.initGradientUpdate()
                try update.setLineage(bytes)
                update.end = 1
                try update.initGradient().setShape([0])
            } == .malformed)
        #expect(
            try Self.failure(.parameters) { payload in
                let parameters = try payload.initParameters()
                try parameters.setLineage(bytes)
                try parameters.initValues().setShape([0])
            } == .malformed)
        guard count > 0 else { return }
        #expect(
            try Self.failure(.openDataset) { payload in
                let request = try payload.initOpenDataset()
                _ = try request.initData().initIdx()
                try request.setExpectedDigest(bytes)
            } == .malformed)
    }

    // MARK: Tensors

    /// A tensor that is not what a gradient has to be.
    struct BadTensor: Sendable, CustomTestStringConvertible {
        let dataType: DataType
        let shape: [UInt64]
        let byteCount: Int

        var testDescription: String { "\(dataType) \(shape) in \(byteCount) bytes" }
    }

    @Test(arguments: [
        BadTensor(dataType: .float32, shape: [3], byteCount: 8),
        BadTensor(dataType: .float32, shape: [3], byteCount: 16),
        BadTensor(dataType: .float32, shape: [3], byteCount: 13),
        BadTensor(dataType: .float32, shape: [0], byteCount: 4),
        BadTensor(dataType: .float32, shape: [1], byteCount: 0),
        BadTensor(dataType: .float64, shape: [2], byteCount: 16),
        BadTensor(dataType: .uint32, shape: [2], byteCount: 8),
        BadTensor(dataType: .unknown(99), shape: [2], byteCount: 8),
        BadTensor(dataType: .float32, shape: [], byteCount: 4),
        BadTensor(dataType: .float32, shape: [1, 2], byteCount: 8),
        BadTensor(dataType: .float32, shape: [UInt64](repeating: 1, count: 9), byteCount: 4),
        BadTensor(dataType: .float32, shape: [.max], byteCount: 0),
        BadTensor(dataType: .float32, shape: [1 << 62], byteCount: 0),
        BadTensor(dataType: .float32, shape: [1 << 32, 1 << 32], byteCount: 0),
        BadTensor(dataType: .float32, shape: [1 << 63, 2], byteCount: 0),
        BadTensor(dataType: .float32, shape: [1 << 62, 1 << 62, 0], byteCount: 0),
        BadTensor(dataType: .float32, shape: [0, .max], byteCount: 0),
    ])
    func `a tensor that isn't what its place asks for is refused`(_ bad: BadTensor) throws {
        func write(into tensor: Tensor.Builder) throws {
            tensor.dataType = bad.dataType
            try tensor.setShape(bad.shape)
            _ = try tensor.initData(byteCount: bad.byteCount)
        }
        #expect(
            try Self.failure(.gradientUpdate) { payload in
                let update = try payload.initGradientUpdate()
                try update.setLineage(Self.digest)
                update.end = 1
                try write(into: update.initGradient())
            } == .shapeMismatch)
        #expect(
            try Self.failure(.parameters) { payload in
                let parameters = try payload.initParameters()
                try parameters.setLineage(Self.digest)
                try write(into: parameters.initValues())
            } == .shapeMismatch)
    }

    private static func batchFailure(
        sampleIds: [UInt64], features: [UInt64], labels: [UInt64], labelType: DataType,
        kind: TrainingBatch.LabelKind = .classes
    ) throws -> FailureCode? {
        try failure(.trainingBatch) { payload in
            let batch = try payload.initTrainingBatch()
            batch.labelKind = kind
            try batch.setSampleIds(sampleIds)
            for (tensor, shape, type) in [
                (try batch.initFeatures(), features, DataType.float32), (try batch.initLabels(), labels, labelType),
            ] {
                tensor.dataType = type
                try tensor.setShape(shape)
                _ = try tensor.initData(byteCount: Int(shape.reduce(4, *)))
            }
        }
    }

    @Test func `a micro-batch whose tensors disagree on its samples is refused`() throws {
        for (sampleIds, features, labels) in [
            ([1, 2], [3, 4], [2]), ([1, 2], [2, 4], [3]), ([], [0, 4], [0]), ([1, 2], [], [2]), ([1], [1, 4], []),
            ([1, 2], [2, 4], [2, 1]),
        ] as [([UInt64], [UInt64], [UInt64])] {
            #expect(
                try Self.batchFailure(sampleIds: sampleIds, features: features, labels: labels, labelType: .uint32)
                    == .shapeMismatch)
        }
    }

    /// With one dimension alone, each label would be taken for as many classes as there are samples.
    @Test func `one-hot labels without a dimension of classes are refused`() throws {
        #expect(
            try Self.batchFailure(
                sampleIds: [1, 2], features: [2, 4], labels: [2], labelType: .float32, kind: .oneHot)
                == .shapeMismatch)
        #expect(
            try Self.batchFailure(
                sampleIds: [1, 2], features: [2, 4], labels: [2, 3, 1], labelType: .float32, kind: .oneHot)
                == .shapeMismatch)
    }

    @Test func `labels of another type are refused`() throws {
        #expect(
            try Self.batchFailure(sampleIds: [1, 2], features: [2, 4], labels: [2], labelType: .int32)
                == .shapeMismatch)
    }

    // MARK: Numbers and names

    @Test(arguments: [(0, 0), (3, 3), (4, 3), (UInt32.max, 0)] as [(UInt32, UInt32)])
    func `a run of micro-batches without any is refused`(_ first: UInt32, _ end: UInt32) throws {
        #expect(
            try Self.failure(.lease) { payload in
                let lease = try payload.initLease()
                lease.first = first
                lease.end = end
            } == .malformed)
        #expect(
            try Self.failure(.evaluationResult) { payload in
                let result = try payload.initEvaluationResult()
                try result.setLineage(Self.digest)
                result.first = first
                result.end = end
            } == .malformed)
    }

    @Test func `credit for no bucket or no lease is refused`() throws {
        #expect(try Self.failure(.credit) { try $0.initCredit().setLeases([3]) } == .malformed)
        #expect(try Self.failure(.credit) { try $0.initCredit().buckets = 3 } == .malformed)
    }

    @Test func `names that this version doesn't know are refused`() throws {
        #expect(
            try Self.failure(.lease) { payload in
                let lease = try payload.initLease()
                lease.phase = .unknown(2)
                lease.end = 1
            } == .malformed)
        #expect(
            try Self.failure(.batchRequest) { payload in
                let request = try payload.initBatchRequest()
                try request.setDataset(Self.digest)
                request.split = .unknown(2)
            } == .malformed)
        let writes: [(Schemas.DataDescription.Builder) -> Void] = [
            { $0.scaling = .unknown(9) }, { $0.standardisation = .unknown(9) }, { $0.labels = .unknown(9) },
        ]
        for write in writes {
            #expect(
                try Self.failure(.openDataset) { payload in
                    let data = try payload.initOpenDataset().initData()
                    _ = try data.initIdx()
                    write(data)
                } == .malformed)
        }
    }

    // MARK: Data

    private static func dataFailure(_ write: (Schemas.DataDescription.Builder) throws -> Void) throws -> FailureCode? {
        try failure(.openDataset) { try write(try $0.initOpenDataset().initData()) }
    }

    @Test func `words of the data section that this version doesn't know are refused`() throws {
        #expect(
            try Self.dataFailure { try $0.initCsv().initMissing().fill = .unknown(2) } == .malformed)
        #expect(try Self.dataFailure { try $0.initText().tokens = .unknown(2) } == .malformed)
        #expect(try Self.dataFailure { try $0.initText().windows = .unknown(2) } == .malformed)
    }

    /// A list of null pointers costs 8 bytes a text on the wire and more in memory.
    @Test func `more columns than there may be are refused`() throws {
        let tooMany = 65_537
        #expect(try Self.dataFailure { _ = try $0.initCsv().initColumns(count: tooMany) } == .outOfRange)
        #expect(try Self.dataFailure { _ = try $0.initCsv().initCategories(count: tooMany) } == .outOfRange)
        #expect(try Self.dataFailure { _ = try $0.initCsv().initMissing().initTokens(count: tooMany) } == .outOfRange)
        #expect(try Self.dataFailure { _ = try $0.initText().initTraining(count: tooMany) } == .outOfRange)
        #expect(try Self.dataFailure { _ = try $0.initText().initEvaluation(count: tooMany) } == .outOfRange)
    }

    /// Writes a data set that is right but for what `change` does to it.
    private static func datasetFailure(
        _ change: (Schemas.DatasetDescription.Builder) throws -> Void
    ) throws -> FailureCode? {
        try failure(.datasetOpened) { payload in
            let dataset = try payload.initDatasetOpened().initDataset()
            try write(dataset)
            try change(dataset)
        }
    }

    private static func write(_ dataset: Schemas.DatasetDescription.Builder) throws {
        try dataset.setDigest(Self.digest)
        try dataset.setFeatureShape([28, 14])
        dataset.outputCount = 10
        try dataset.setPreprocessing(try Sample.preprocessing.json())
    }

    @Test func `a data set whose preprocessing can't be read, or says otherwise, is refused`() throws {
        #expect(try Self.datasetFailure { _ in } == nil)
        let changes: [(Schemas.DatasetDescription.Builder) throws -> Void] = [
            { try $0.setPreprocessing("") }, { try $0.setPreprocessing("{}") },
            { try $0.setPreprocessing(#"{"version":2}"#) },
            { try $0.setPreprocessing(#"{"version":1,"classes":{"count":10}}"#) },
            { try $0.setFeatureShape([14, 28]) }, { try $0.setFeatureShape([]) },
            { try $0.setFeatureShape([28, 1 << 63]) }, { $0.tokenCount = 5 },
            { $0.outputCount = 11 }, { $0.target = .numbers }, { $0.target = .unknown(9) },
        ]
        for (index, change) in changes.enumerated() {
            #expect(try Self.datasetFailure(change) == .malformed, "change \(index)")
        }
    }

    @Test func `tokens without those that follow, and the other way round, are refused`() throws {
        for (features, labels, kind) in [
            (DataType.uint32, [2], .classes), (.float32, [2, 4], .nextTokens), (.uint32, [2, 3], .nextTokens),
            (.uint32, [2], .nextTokens),
        ] as [(DataType, [UInt64], TrainingBatch.LabelKind)] {
            let failure = try Self.failure(.trainingBatch) { payload in
                let batch = try payload.initTrainingBatch()
                try batch.setSampleIds([1, 2])
                batch.labelKind = kind
                for (tensor, shape, type) in [
                    (try batch.initFeatures(), [2, 4], features), (try batch.initLabels(), labels, .uint32),
                ] {
                    tensor.dataType = type
                    try tensor.setShape(shape)
                    _ = try tensor.initData(byteCount: Int(shape.reduce(4, *)))
                }
            }
            #expect(failure == .shapeMismatch, "\(features) with \(labels) as \(kind)")
        }
    }

    /// Writes a run that is right but for what `change` does to it.
    private static func runFailure(_ change: (Run.Builder) throws -> Void) throws -> FailureCode? {
        try failure(.run) { payload in
            let run = try payload.initRun()
            _ = try run.initData().initIdx()
            try write(run.initDataset())
            try run.initModel().initLoss().setMeanSquaredError()
            try change(run)
        }
    }

    @Test func `a layer that this version doesn't know is refused`() throws {
        let changes: [(Schemas.ModelDescription.Layer.Builder) -> Void] = [
            { $0.setUnspecified() }, { $0.setActivation(.unknown(6)) },
        ]
        for change in changes {
            #expect(try Self.runFailure { try Self.writeLayer(of: $0, change) } == .malformed)
        }
    }

    private static func writeLayer(
        of run: Run.Builder, _ change: (Schemas.ModelDescription.Layer.Builder) -> Void
    ) throws {
        let model = try run.initModel()
        try model.initLoss().setMeanSquaredError()
        change(try model.initLayers(count: 1)[0])
    }

    @Test func `a loss that this version doesn't know is refused`() throws {
        #expect(try Self.runFailure { try $0.initModel().initLoss().setUnspecified() } == .malformed)
    }

    @Test func `numbers that don't fit are refused, never cut`() throws {
        let changes: [(Run.Builder) throws -> Void] = [
            { try $0.setBucketSizes([1, UInt64.max]) },
            { try $0.initModel().setInputShape([28, 1 << 63]) },
            { try $0.dataset.trainingSamples = 1 << 63 },
            { try $0.dataset.evaluationSamples = 1 << 63 },
            { try $0.dataset.droppedRows = 1 << 63 },
        ]
        for change in changes {
            #expect(try Self.runFailure(change) == .outOfRange)
        }
    }

    // MARK: Anything

    /// Each sample with some of its bytes changed: it is read, or refused with a `ProtocolFailure`, but never traps.
    @Test func `a damaged message is read or refused`() throws {
        var random: UInt64 = 1
        func next(below bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        var refusals = 0
        for payload in Sample.payloads {
            let whole = try payload.message(id: 1, sender: "sender").serialized()
            // The structure is at the front; behind it are numbers that mean nothing here.
            let reach = min(whole.count, 1200)
            for _ in 0..<1500 where whole.count < 100_000 {
                var bytes = whole
                for _ in 0...next(below: 3) { bytes[next(below: reach)] = UInt8(next(below: 256)) }
                do {
                    let message = try IncomingMessage(try MessageReader(copying: bytes))
                    _ = Sample.contents(of: message.payload)
                } catch is WireError {
                    // The table is damaged: the transport would have refused it.
                } catch is ProtocolFailure {
                    refusals += 1
                }
            }
        }
        #expect(refusals > 1000)
    }
}
