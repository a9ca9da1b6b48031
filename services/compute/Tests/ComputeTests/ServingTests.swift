import Compute
import Datasets
import Digests
import Foundation
import Hosting
import Testing
import Transport
import WireProtocol

import enum Schemas.FailureCode

@Suite struct ServingTests {
    private static func request(
        _ dataset: DatasetDescription, split: Split = .training, batch: Int = 8, microBatch: Int = 4, step: UInt64 = 0,
        index: Int = 0
    ) -> MicroBatchRequest {
        MicroBatchRequest(
            dataset: dataset.digest, split: split, seed: 3, batch: batch, microBatch: microBatch, step: step,
            index: index)
    }

    private static func failure<Result>(_ body: () async throws -> Result) async -> ProtocolFailure? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? ProtocolFailure
        }
    }

    @Test func `what is served is what the data set holds, in the epoch's order`() async throws {
        try await Harness.run { harness in
            let local = try Dataset.open(Harness.description, root: harness.root, cores: 1)
            try await harness.withClient { client in
                let dataset = try await client.open(Harness.description, expected: nil)
                #expect(dataset == local.description)
                for epoch in [0, 1] as [UInt64] {
                    let order = EpochPermutation(seed: 3, epoch: epoch, count: 23)
                    var seen: [UInt64] = []
                    // Steps of 8, 8 and 7 samples.
                    for (step, sizes) in [[4, 4], [4, 4], [4, 3]].enumerated() {
                        for (index, size) in sizes.enumerated() {
                            let batch = try await client.microBatch(
                                Self.request(dataset, step: epoch * 3 + UInt64(step), index: index))
                            let first = step * 8 + index * 4
                            #expect(batch.epoch == epoch)
                            #expect(batch.sampleIds == order[first..<first + size].map { UInt64($0) })
                            #expect(try Self.bits(batch) == Self.bits(local, .training, batch.sampleIds))
                            seen += batch.sampleIds
                        }
                    }
                    #expect(seen.sorted() == (0..<23).map { UInt64($0) })
                }
            }
        }
    }

    @Test func `the evaluation split is served in its own order`() async throws {
        try await Harness.run { harness in
            let local = try Dataset.open(Harness.description, root: harness.root, cores: 1)
            try await harness.withClient { client in
                let dataset = try await client.open(Harness.description, expected: local.description.digest)
                for (index, samples) in [Array(0..<3), Array(3..<6), [6]].enumerated() {
                    let batch = try await client.microBatch(
                        Self.request(dataset, split: .evaluation, microBatch: 3, index: index))
                    #expect(batch.sampleIds == samples.map { UInt64($0) })
                    #expect(try Self.bits(batch) == Self.bits(local, .evaluation, batch.sampleIds))
                }
            }
        }
    }

    @Test func `one-hot labels say the same`() async throws {
        try await Harness.run { harness in
            var description = Harness.description
            description.labels = .oneHot
            let (oneHot, plain) = (description, Harness.description)
            try await harness.withClient { client in
                let hot = try await client.microBatch(
                    Self.request(try await client.open(oneHot, expected: nil)))
                let indices = try await client.microBatch(
                    Self.request(try await client.open(plain, expected: nil)))
                guard case .oneHot(let values, classCount: 4) = hot.labels,
                    case .classIndices(let classes) = indices.labels
                else {
                    Issue.record("labels are \(hot.labels) and \(indices.labels)")
                    return
                }
                let valueSpan = values.span
                let classSpan = classes.span
                for row in 0..<4 {
                    for label in 0..<4 {
                        #expect(valueSpan[row * 4 + label] == (Int(classSpan[row]) == label ? 1 : 0))
                    }
                }
            }
        }
    }

    @Test func `numbers to predict are served as what a model should put out`() async throws {
        try await Harness.run { harness in
            // Column "a" is the row's number.
            let source = CSVFiles(
                training: "t.csv", hasHeader: true, labelColumn: "a", target: .number(isStandardised: false),
                columns: ["b", "c"])
            let data = DataDescription(source: .csv(source), split: .seeded(share: 0.3, seed: 5))
            try await harness.withClient { client in
                let dataset = try await client.open(data, expected: nil)
                #expect(dataset.trainingSamples == 17 && dataset.evaluationSamples == 6)
                let batch = try await client.microBatch(Self.request(dataset))
                guard case .values(let values, outputCount: 1) = batch.labels,
                    case .numbers(let numbers) = batch.features
                else {
                    Issue.record("labels are \(batch.labels)")
                    return
                }
                let (labels, features) = (values.span, numbers.span)
                for row in 0..<4 {
                    #expect(features[row * 2 + 1] == labels[row] / 8)
                }
            }
        }
    }

    @Test func `windows of a text are served for their epoch, and those that follow are the labels`() async throws {
        try await Harness.run { harness in
            let letters = String((0..<400).map { Character(UnicodeScalar(UInt8(97 + $0 * $0 % 23))) })
            try letters.write(toFile: harness.root + "/text", atomically: true, encoding: .utf8)
            let data = DataDescription(
                source: .text(TextFiles(training: ["text"], context: 7, windows: .random)), split: .place(share: 0.25))
            let local = try Dataset.open(data, root: harness.root, cores: 1)
            try await harness.withClient { client in
                let dataset = try await client.open(data, expected: nil)
                #expect(dataset == local.description && dataset.featureShape == [7])
                for (split, epoch, step) in [(Split.training, 0, 2), (.training, 1, 8), (.evaluation, 0, 0)] {
                    let batch = try await client.microBatch(
                        Self.request(dataset, split: split, step: UInt64(step), index: 1))
                    #expect(batch.epoch == UInt64(epoch))
                    let draw = WindowDraw(seed: 3, epoch: UInt64(epoch))
                    #expect(try Self.tokens(batch) == Self.tokens(local, split, batch.sampleIds, draw))
                }
            }
        }
    }

    private static func tokens(_ batch: MicroBatch) throws -> [[UInt32]] {
        guard case .tokens(let tokens) = batch.features, case .nextTokens(let next) = batch.labels else {
            throw CancellationError()
        }
        let (tokenSpan, nextSpan) = (tokens.span, next.span)
        return [tokenSpan.indices.map { tokenSpan[$0] }, nextSpan.indices.map { nextSpan[$0] }]
    }

    private static func tokens(
        _ dataset: Dataset, _ split: Split, _ ids: [UInt64], _ draw: WindowDraw
    ) throws -> [[UInt32]] {
        var tokens = [UInt32](repeating: .max, count: ids.count * dataset.description.featureCount)
        var next = tokens
        var tokenSpan = tokens.mutableSpan
        var nextSpan = next.mutableSpan
        try dataset.gather(split, ids.map { Int($0) }, draw, tokens: &tokenSpan, next: &nextSpan)
        return [tokens, next]
    }

    @Test(
        arguments: [
            (8, 4, 0, 2), (8, 3, 0, 0), (0, 4, 0, 0), (8, 0, 0, 0), (8, 4, 2, 2),
        ] as [(Int, Int, UInt64, Int)])
    func `a request that has no answer is refused, and the next one is answered`(
        batch: Int, microBatch: Int, step: UInt64, index: Int
    ) async throws {
        try await Harness.run { harness in
            try await harness.withClient { client in
                let dataset = try await client.open(Harness.description, expected: nil)
                let failure = await Self.failure {
                    try await client.microBatch(
                        Self.request(dataset, batch: batch, microBatch: microBatch, step: step, index: index))
                }
                #expect(failure?.code == .outOfRange, "\(String(describing: failure))")
                #expect(try await client.microBatch(Self.request(dataset)).sampleIds.count == 4)
            }
        }
    }

    @Test func `the last step that there can be is answered`() async throws {
        try await Harness.run { harness in
            try await harness.withClient { client in
                let dataset = try await client.open(Harness.description, expected: nil)
                let batch = try await client.microBatch(Self.request(dataset, step: .max))
                #expect(batch.step == .max && batch.epoch == .max / 3)
            }
        }
    }

    @Test func `a data set that isn't open, is another one or can't be read is a failure that says so`() async throws {
        try await Harness.run { harness in
            try await harness.withClient { client in
                let dataset = try await client.open(Harness.description, expected: nil)
                var other = dataset
                other.digest = Digest.of("another")
                let (unknown, known) = (other, dataset)
                #expect(
                    await Self.failure { try await client.microBatch(Self.request(unknown)) }?.code == .unknownDataset)
                let mismatch = await Self.failure {
                    try await client.open(Harness.description, expected: unknown.digest)
                }
                #expect(mismatch?.code == .digestMismatch)
                #expect(mismatch?.message.contains("\(known.digest)") == true)
                for path in ["missing.csv", "../secret", "/etc/passwd"] {
                    var description = Harness.description
                    description.source = .csv(
                        CSVFiles(training: path, evaluation: "e.csv", hasHeader: true, labelColumn: "y"))
                    let bad = description
                    let failure = await Self.failure { try await client.open(bad, expected: nil) }
                    #expect(failure?.code == .invalidData)
                    #expect(failure?.message.contains(path) == true)
                }
                #expect(try await client.open(Harness.description, expected: nil) == known)
            }
        }
    }

    @Test func `files that are put right can be opened`() async throws {
        try await Harness.run { harness in
            try await harness.withClient { client in
                var description = Harness.description
                description.source = .csv(
                    CSVFiles(training: "late.csv", evaluation: "e.csv", hasHeader: true, labelColumn: "y"))
                let late = description
                #expect(await Self.failure { try await client.open(late, expected: nil) }?.code == .invalidData)
                try FileManager.default.copyItem(
                    atPath: harness.root + "/t.csv", toPath: harness.root + "/late.csv")
                #expect(try await client.open(late, expected: nil).trainingSamples == 23)
            }
        }
    }

    @Test func `what is no request is refused, and the conversation goes on`() async throws {
        try await Harness.run { harness in
            try await harness.withConversation { conversation in
                let id = try await conversation.send(.leave(reason: "no request"))
                let answer = try #require(try await conversation.receive())
                guard case .failure(let failure) = answer.payload else {
                    Issue.record("expected a failure, got \(answer.payload.name)")
                    return
                }
                #expect(failure.code == .unexpected && answer.inReplyTo == id)
                try await conversation.send(.openDataset(Harness.description, expected: nil))
                #expect(try await conversation.receive()?.payload.name == "datasetOpened")
            }
        }
    }

    @Test func `who asks for nothing that there is remains a stranger, and is cut off`() async throws {
        try await Harness.run { harness in
            try await harness.withConversation { conversation in
                // An answer, a refusal, makes nobody known.
                try await conversation.send(.leave(reason: "no request"))
                #expect(try await conversation.receive()?.payload.name == "failure")
                _ = await #expect(throws: TransportError.self) {
                    for _ in 0..<400 { try await conversation.send(.leave(reason: "no request")) }
                    // Many answers more than a stranger may ask for in a minute.
                    for _ in 0..<400 where try await conversation.receive() == nil {
                        throw TransportError.closed(peer: conversation.connection.peer)
                    }
                }
            }
            #expect(harness.metrics.traffic.badPeerCount == 1)
        }
    }

    @Test func `who has had data opened may ask as often as it likes`() async throws {
        try await Harness.run { harness in
            try await harness.withConversation { conversation in
                try await conversation.send(.openDataset(Harness.description, expected: nil))
                #expect(try await conversation.receive()?.payload.name == "datasetOpened")
                for _ in 0..<400 { try await conversation.send(.leave(reason: "no request")) }
                for _ in 0..<400 { #expect(try await conversation.receive()?.payload.name == "failure") }
            }
            #expect(harness.metrics.traffic.badPeerCount == 0)
        }
    }

    @Test func `a table of thousands of columns may be asked for first, and nothing that no request needs`()
        async throws
    {
        try await Harness.run { harness in
            try await harness.withClient { client in
                var description = Harness.description
                description.source = .csv(
                    CSVFiles(
                        training: "t.csv", evaluation: "e.csv", hasHeader: true, labelColumn: "y",
                        columns: (0..<20_000).map { "a column of the number \($0)" }))
                let wide = description
                #expect(await Self.failure { try await client.open(wide, expected: nil) }?.code == .invalidData)
            }
            try await harness.withConversation { conversation in
                _ = await #expect(throws: TransportError.self) {
                    try await conversation.send(.leave(reason: String(repeating: "x", count: 9 << 20)))
                    if try await conversation.receive() == nil {
                        throw TransportError.closed(peer: conversation.connection.peer)
                    }
                }
            }
            #expect(harness.metrics.traffic.badPeerCount == 1)
        }
    }

    @Test func `many clients get the same`() async throws {
        try await Harness.run { harness in
            let all = try await withThrowingTaskGroup(of: [[UInt32]].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await harness.withClient { client in
                            let dataset = try await client.open(Harness.description, expected: nil)
                            var batches: [[UInt32]] = []
                            for step in 0..<9 as Range<UInt64> {
                                batches.append(
                                    try Self.bits(try await client.microBatch(Self.request(dataset, step: step))))
                            }
                            return batches
                        }
                    }
                }
                var all: Set<[[UInt32]]> = []
                for try await batches in group { all.insert(batches) }
                return all
            }
            #expect(all.count == 1)
        }
    }

    @Test func `it is ready while it serves`() async throws {
        try await Harness.run { harness in
            #expect(harness.readiness.missing.isEmpty)
        }
    }

    /// Features and labels of a batch.
    private static func bits(_ batch: MicroBatch) throws -> [UInt32] {
        guard case .classIndices(let labels) = batch.labels, case .numbers(let numbers) = batch.features else {
            throw CancellationError()
        }
        let features = numbers.span
        let classes = labels.span
        return features.indices.map { features[$0].bitPattern } + classes.indices.map { classes[$0] }
    }

    private static func bits(_ dataset: Dataset, _ split: Split, _ ids: [UInt64]) throws -> [UInt32] {
        var features = [Float](repeating: .nan, count: ids.count * dataset.description.featureCount)
        var labels = [UInt32](repeating: .max, count: ids.count)
        var featureSpan = features.mutableSpan
        var labelSpan = labels.mutableSpan
        try dataset.gather(split, ids.map { Int($0) }, features: &featureSpan)
        try dataset.gather(split, ids.map { Int($0) }, classes: &labelSpan)
        return features.map(\.bitPattern) + labels
    }
}
