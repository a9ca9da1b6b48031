import Datasets
import Digests
import Learning
import Reduction
import WireProtocol

/// One payload of every kind, with no two fields alike.
enum Sample {
    static func digest(_ seed: UInt8) -> Digest {
        guard let digest = Digest(bytes: (0..<32).map { UInt8($0) &* 7 &+ seed }) else {
            preconditionFailure("32 bytes make a digest")
        }
        return digest
    }

    static func values<Element: BitwiseCopyable & Sendable>(_ elements: [Element]) -> WireValues<Element> {
        let memory = TensorMemory(byteCount: elements.count * MemoryLayout<Element>.stride)
        memory.withMutableSpan(of: Element.self) { span in
            for index in elements.indices { span[index] = elements[index] }
        }
        return WireValues(memory)
    }

    static let csv = Datasets.DataDescription(
        source: .csv(
            CSVFiles(training: "a/train.csv", evaluation: "a/test.csv.gz", hasHeader: true, labelColumn: "species")),
        scaling: .none, standardisation: .feature, labels: .oneHot)
    static let idx = Datasets.DataDescription(
        source: .idx(
            IDXFiles(
                trainingFeatures: "train-images", trainingLabels: "train-labels", evaluationFeatures: "test-images",
                evaluationLabels: "test-labels")),
        scaling: .unit, standardisation: .global, labels: .classIndex)
    static let flights = Datasets.DataDescription(
        source: .csv(
            CSVFiles(
                training: "flights.csv", hasHeader: true, labelColumn: "delay", target: .condition(.above(15)),
                columns: ["distance", "carrier"], categories: ["carrier"], categoryLimit: 77,
                missing: MissingValues(tokens: ["", "NA", "?"], fill: .median, hasIndicator: true))),
        split: .seeded(share: 0.125, seed: .max), standardisation: .feature)
    static let text = Datasets.DataDescription(
        source: .text(
            Datasets.TextFiles(
                training: ["one.txt", "two.txt"], context: 128, tokens: .bytes, windows: .random)),
        split: .place(share: 0.1))
    static let validated = Datasets.DataDescription(
        source: .text(Datasets.TextFiles(training: ["one.txt"], evaluation: ["two.txt"], context: 3)))
    /// Tables with each other target.
    static let targets = [
        .names, .number(isStandardised: true), .number(isStandardised: false), .condition(.atLeast(-0.5)),
        .condition(.below(.pi)), .condition(.atMost(3)), .condition(.equals("late")),
    ].map { (target: CSVTarget) in
        Datasets.DataDescription(
            source: .csv(
                CSVFiles(training: "a.csv", evaluation: "b.csv", hasHeader: false, labelColumn: "3", target: target)))
    }
    static let preprocessing = FittedPreprocessing(
        input: .images(
            FittedImages(
                shape: [28, 14], scale: 1 / 255, mean: [Float](repeating: 0.25, count: 392),
                deviation: [Float](repeating: .leastNonzeroMagnitude, count: 392))),
        target: .classes(FittedClasses(count: 10)))
    static let dataset = Datasets.DatasetDescription(
        digest: digest(1), trainingSamples: 60_000, evaluationSamples: 10_000, droppedRows: 77,
        preprocessing: preprocessing)
    /// What was found for text, a table and a condition.
    static let datasets = [
        FittedPreprocessing(input: .text(FittedText(context: 8, alphabet: "\n \"äz")), target: .nextToken),
        FittedPreprocessing(input: .table(table), target: .number(FittedNumberTarget(label: "delay", mean: 1 / 3))),
        FittedPreprocessing(input: .table(table), target: .condition(label: "delay", .equals("late"))),
    ].map {
        Datasets.DatasetDescription(digest: digest(9), trainingSamples: 5, evaluationSamples: 2, preprocessing: $0)
    }
    private static let table = FittedTable(
        hasHeader: true, columnCount: 4, label: "delay", labelColumn: 1, missing: [""],
        columns: [
            FittedColumn(name: "a/b", index: 3, number: FittedNumber(fill: 0.1, hasIndicator: true, deviation: -2)),
            FittedColumn(name: "carrier", index: 0, categories: ["", "AA", "ü"]),
        ])
    /// A layer of every kind, in no sensible order.
    static let everyLayer = NetworkDescription(
        inputShape: [3, 28, 14],
        layers: [
            NamedLayer(.linear(outputs: 5, bias: false), name: "one «ü»"), NamedLayer(.linear(outputs: .max)),
            NamedLayer(.convolution(channels: 6, kernel: 7, stride: 2, padding: 3, bias: false), name: "conv"),
            NamedLayer(.maxPooling(kernel: 3, stride: 2)), NamedLayer(.averagePooling(kernel: 4, stride: 5)),
            NamedLayer(.flatten), NamedLayer(.softmax), NamedLayer(.dropout(probability: 0.1)),
            NamedLayer(.layerNorm(epsilon: 1e-6)), NamedLayer(.groupNorm(groups: 8, epsilon: 1e-7)),
            NamedLayer(.rmsNorm(epsilon: 1e-8)), NamedLayer(.embedding(tokens: 65, width: 32, deviation: 0.02)),
            NamedLayer(.positionalEmbedding(deviation: 0.03)), NamedLayer(.causalSelfAttention(heads: 4)),
            NamedLayer(
                .residual(
                    body: [NamedLayer(.sequential([NamedLayer(.linear(outputs: 3), name: "x")]))],
                    shortcut: [NamedLayer(.convolution(channels: 1, kernel: 1))])),
            NamedLayer(.residual(body: [NamedLayer(.flatten)])), NamedLayer(.sequential([])),
        ] + Learning.Activation.allCases.map { NamedLayer(.activation($0)) },
        loss: .crossEntropy(labelSmoothing: 0.125))
    static let run = RunDescription(
        name: "fashion «ü»", seed: .max, data: idx, dataset: dataset,
        model: everyLayer,
        numerics: Numerics(blasKernel: "Haswell", blasThreads: 1), batch: 512, microBatch: 64, evaluationBatch: 1000,
        bucketSizes: [65_536, 12_345])
    static let statistics = Reduction.Statistics(
        samples: 128, lossSum: 0.1 + 0.2, correct: 77, ledger: .max - 1, errorSum: 0.3)
    static let push = NodePush(
        lineage: digest(2), lease: 9, step: 1 << 40, leaves: Leaves(4..<8), statistics: statistics)

    static func batch(index: Int = 3, step: UInt64 = 17, labels: WireLabels = .classIndices(values([4, 0])))
        -> MicroBatch
    {
        MicroBatch(
            epoch: 2, step: step, index: index, sampleIds: [5, .max], featureShape: [2, 2],
            features: .numbers(values([1, -0.0, .infinity, 4, 5, 6, 7, .pi])), labels: labels)
    }

    /// Two windows of three tokens.
    static var tokens: MicroBatch {
        MicroBatch(
            epoch: 2, step: 17, index: 3, sampleIds: [5, 9], featureShape: [3],
            features: .tokens(values([1, 2, 3, .max, 5, 6])), labels: .nextTokens(values([2, 3, 4, 5, 6, 7])))
    }

    static func request(index: Int = 3, step: UInt64 = 17) -> MicroBatchRequest {
        MicroBatchRequest(
            dataset: digest(1), split: .training, seed: 42, batch: 512, microBatch: 64, step: step, index: index)
    }

    static var payloads: [Payload] {
        [
            .hello(Wire.trainer, protocolVersion: 7),
            .welcome(Wire.orchestrator, protocolVersion: 8, heartbeat: .milliseconds(1500)),
            .run(run),
            .join(probe: digest(3)),
            .joined(lineage: digest(4)),
            .openDataset(csv, expected: nil),
            .openDataset(idx, expected: digest(5)),
            .openDataset(flights, expected: nil),
            .openDataset(text, expected: nil),
            .openDataset(validated, expected: nil),
            .datasetOpened(dataset),
            .batchRequest(request()),
            .batchRequest(
                MicroBatchRequest(
                    dataset: digest(1), split: .evaluation, seed: 0, batch: 1, microBatch: 1000, step: 0, index: 0)),
            .trainingBatch(batch()),
            .trainingBatch(batch(labels: .oneHot(values([0, 0, 1, 1, 0, 0]), classCount: 3))),
            .trainingBatch(batch(labels: .values(values([0.5, -1]), outputCount: 1))),
            .trainingBatch(tokens),
            .lease(LeaseGrant(id: 9, phase: .training, step: 3, leaves: Leaves(0..<7), deadline: .milliseconds(2500))),
            .lease(LeaseGrant(id: 10, phase: .evaluation, step: 4, leaves: Leaves(7..<8), deadline: .seconds(60))),
            .credit(leases: [1 << 33, 7], buckets: 70_000),
            .revoke(lease: 1 << 34, reason: "an idle trainer gets it"),
            .gradientUpdate(push, bucket: 6, gradient: values([1.5, -2.5, .nan])),
            .gradientUpdate(push, bucket: 0, gradient: values([])),
            .gradientUpdate(push, bucket: 1, gradient: values((0..<100_003).map { Float($0) / 3 })),
            .evaluationResult(push),
            .parameters(lineage: digest(6), step: 5, bucket: 2, values: values([0.5, 0.25])),
            .heartbeat,
            .leave(reason: "asked to stop"),
            .finish(reason: "", succeeded: true),
            .finish(reason: "the data set is gone", succeeded: false),
            .failure(ProtocolFailure(.lineageMismatch, "expected one run, got another")),
        ] + targets.map { .openDataset($0, expected: nil) } + datasets.map { .datasetOpened($0) }
    }

    /// Everything that a payload says, tensors by the bits of their elements.
    static func contents(of payload: Payload) -> String {
        func bits(_ values: WireValues<Float>) -> String { "\(values.span.indices.map { values.span[$0].bitPattern })" }
        func numbers(_ values: WireValues<UInt32>) -> String { "\(values.span.indices.map { values.span[$0] })" }
        switch payload {
        case .gradientUpdate(let push, let bucket, let gradient):
            return "gradient \(push) \(bucket) \(bits(gradient))"
        case .parameters(let lineage, let step, let bucket, let values):
            return "parameters \(lineage) \(step) \(bucket) \(bits(values))"
        case .trainingBatch(let batch):
            let labels =
                switch batch.labels {
                case .classIndices(let values): "classes \(numbers(values))"
                case .oneHot(let values, let classCount): "one-hot \(classCount) \(bits(values))"
                case .values(let values, let outputCount): "values \(outputCount) \(bits(values))"
                case .nextTokens(let values): "next \(numbers(values))"
                }
            let features =
                switch batch.features {
                case .numbers(let values): bits(values)
                case .tokens(let values): "tokens \(numbers(values))"
                }
            return "batch \(batch.epoch) \(batch.step) \(batch.index) \(batch.sampleIds) \(batch.featureShape) "
                + "\(features) \(labels)"
        default:
            return "\(payload)"
        }
    }
}
