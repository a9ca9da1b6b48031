import Datasets
import Digests
import Foundation
import Hosting
import Learning
import LeaseEngine
import Orchestrator
import Reduction
import RunRecords
import Safetensors
import Testing

@Suite struct RunDirectoryTests {
    /// A state of which nothing is at its default.
    static func state(_ context: RunContext, step: UInt64 = 4) -> RunState {
        var state = RunState.initial(in: context)
        state.round = Round(.training, step: step)
        state.probe = Digest.of("some processor")
        state.epochStatistics = Statistics(samples: 4, lossSum: 0.1 + 0.2, correct: 3, ledger: .max - 1, errorSum: 0.7)
        state.history = [
            EpochResult(
                epoch: 0, training: Statistics(samples: 10, lossSum: 1 / 3, correct: 7, ledger: 1),
                evaluation: Statistics(samples: 5, lossSum: 1e-30, correct: 4, ledger: 2),
                measure: .accuracy(predictionsPerSample: 1))
        ]
        for vector in [state.training.parameters] + state.training.slots.map(\.values) {
            for (bucket, block) in vector.blocks.enumerated() {
                let start = vector.layout.range(of: bucket).lowerBound
                block.withMutableSpan { for index in $0.indices { $0[index] = Float(start + index) / 3 - 1 } }
            }
        }
        return state
    }

    @Test func `a run goes on from exactly the state that was saved`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path + "/made/on/demand")
        #expect(try directory.resume(in: context) == nil)
        let state = Self.state(context)
        try directory.save(state, context: context)
        let resumed = try #require(try directory.resume(in: context))
        #expect(resumed.round == state.round)
        #expect(resumed.probe == state.probe)
        #expect(resumed.history == state.history)
        #expect(resumed.epochStatistics == state.epochStatistics)
        #expect(bits(resumed.training.parameters) == bits(state.training.parameters))
        #expect(resumed.training.slots.map(\.name) == ["momentum"])
        #expect(resumed.training.slots.map { bits($0.values) } == state.training.slots.map { bits($0.values) })
    }

    @Test func `the newest checkpoint counts, and what is removed is gone`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        for step in [3, 4, 5] as [UInt64] { try directory.save(Self.state(context, step: step), context: context) }
        directory.removeCheckpoints(after: [3, 77])
        #expect(folder.names == ["checkpoint-000000000004.safetensors", "checkpoint-000000000005.safetensors"])
        #expect(try directory.resume(in: context)?.round.step == 5)
    }

    @Test func `checkpoints that are newer than the one that is gone on with are damaged`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        #expect(try directory.stored(beside: nil) == .nothing)
        for step in [3, 4] as [UInt64] { try directory.save(Self.state(context, step: step), context: context) }
        try Data("torn".utf8).write(to: URL(fileURLWithPath: try #require(try directory.checkpoints().last)))
        let state = try #require(try directory.resume(in: context))
        #expect(
            try directory.stored(beside: state) == StoredRun(checkpoints: [3], damaged: [4], expelled: [:]))
    }

    @Test func `who was expelled is kept, and what can't be read is an error that names it`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        for expelled in [["liar": "it had two values"], ["liar": "it had two values", "Lügner \"2\"": "it lied"]] {
            try directory.saveExpelled(expelled)
            #expect(try directory.stored(beside: .initial(in: context)).expelled == expelled)
        }
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder.path + "/expelled.json"))
        let failure = #expect(throws: ServiceFailure.self) { try directory.stored(beside: nil) }
        #expect(failure?.status == .badInput)
        #expect(failure?.description.contains("/expelled.json: expected names and reasons") == true)
    }

    @Test func `names and shapes are those that PyTorch knows`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        let digest = try directory.saveModel(Self.state(context), context: context)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: directory.modelPath)))
        let file = try SafetensorsFile(bytes)
        #expect(file.entries.map(\.name) == ["fc1.weight", "fc1.bias"])
        #expect(file.entries.map(\.shape) == [[2, 3], [2]])
        #expect(file.metadata["pangea.mean"] == "[0.5]" && file.metadata["pangea.deviation"] == "[2.0]")
        let preprocessing = try #require(file.metadata[FittedPreprocessing.metadataKey])
        #expect(try FittedPreprocessing(json: preprocessing) == context.dataset.preprocessing)
        #expect(try directory.saveModel(Self.state(context), context: context) == digest)
    }

    @Test func `the digest of a model covers all of its file but for the preprocessing`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        let digest = try directory.saveModel(Self.state(context), context: context)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: directory.modelPath)))
        let file = try SafetensorsFile(bytes)
        var writer = SafetensorsWriter()
        writer.metadata = file.metadata
        writer.metadata[FittedPreprocessing.metadataKey] = nil
        for entry in file.entries { writer.add(name: entry.name, shape: entry.shape, type: .float32) }
        let header = try writer.header()
        let tensors = bytes.suffix(4 * (2 * 3 + 2))
        let plain = header + tensors
        let (ofPlain, ofAll) = (Digest.of(plain.span.bytes), Digest.of(bytes.span.bytes))
        #expect(ofPlain == digest)
        #expect(ofAll != digest)
    }

    @Test func `a checkpoint carries the preprocessing`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        try directory.save(Self.state(context, step: 3), context: context)
        let path = try #require(try directory.checkpoints().last)
        let file = try SafetensorsFile(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        let preprocessing = try #require(file.metadata[FittedPreprocessing.metadataKey])
        #expect(try FittedPreprocessing(json: preprocessing) == context.dataset.preprocessing)
    }

    @Test(arguments: [
        ("seed: 5", "seed: 6"), ("rate: 0.25", "rate: 0.5"), ("momentum: 0.5", "momentum: 0.25"),
    ])
    func `another job's checkpoint is refused, with both lineages`(old: String, new: String) throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        try directory.save(Self.state(context), context: context)
        let other = try Samples.context(Samples.yaml.replacing(old, with: new))
        let failure = #expect(throws: ServiceFailure.self) { try directory.resume(in: other) }
        #expect(failure?.status == .badInput)
        let lineage = "\(context.lineage(probe: Digest.of("some processor")))"
        #expect(failure?.description.contains(lineage) == true)
        #expect(failure?.description.contains("checkpoint-000000000004") == true)
    }

    @Test func `a torn checkpoint is an error that names it, never a crash`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        try directory.save(Self.state(context), context: context)
        let path = try #require(try directory.checkpoints().last)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in stride(from: 0, to: whole.count, by: 7) {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: ServiceFailure.self) { try directory.resume(in: context) }
            #expect(failure?.description.contains(path) == true)
        }
    }

    @Test func `a damaged checkpoint is passed over for the one before`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        for step in [3, 4] as [UInt64] { try directory.save(Self.state(context, step: step), context: context) }
        let path = try #require(try directory.checkpoints().last)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for byte in stride(from: 0, to: whole.count, by: 3) {
            var flipped = whole
            flipped[byte] ^= 1 << (byte % 8)
            try flipped.write(to: URL(fileURLWithPath: path))
            var passedOver: [String] = []
            let state = try directory.resume(in: context) { path, _ in passedOver.append(path) }
            #expect(state?.round.step == 3, "byte \(byte)")
            #expect(passedOver == [path], "byte \(byte)")
        }
        try whole.write(to: URL(fileURLWithPath: path))
        #expect(try directory.resume(in: context)?.round.step == 4)
    }

    @Test func `a run that was begun and has no checkpoint keeps its probe, and refuses another job`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        #expect(try directory.trace() == nil)
        let probe = Digest.of("some processor")
        try directory.begin(RunBeginning(lineage: context.lineage(probe: probe), probe: probe))
        #expect(try directory.trace()?.hasSuffix("beginning.json") == true)
        let state = try #require(try directory.resume(in: context))
        #expect(state.probe == probe && state.round == context.plan.first)
        let other = try Samples.context(Samples.yaml.replacing("seed: 5", with: "seed: 6"))
        let failure = #expect(throws: ServiceFailure.self) { try directory.resume(in: other) }
        #expect(failure?.status == .badInput)
        for lineage in [context.lineage(probe: probe), other.lineage(probe: probe)] {
            #expect(failure?.description.contains("\(lineage)") == true)
        }
    }

    @Test(arguments: ["", "{", "[]", #"{"lineage":"00","probe":"00"}"#, #"{"lineage":"x"}"#])
    func `a beginning that can't be read is an error that names it`(text: String) throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/beginning.json"))
        let failure = #expect(throws: ServiceFailure.self) { try directory.resume(in: context) }
        #expect(failure?.status == .badInput)
        #expect(failure?.description.contains("/beginning.json") == true)
    }

    @Test func `what is left of an unfinished write is no checkpoint`() throws {
        let (folder, context) = (try TemporaryFolder(), try Samples.context())
        let directory = try RunDirectory(path: folder.path)
        try Data("half".utf8).write(
            to: URL(fileURLWithPath: folder.path + "/checkpoint-000000000009.safetensors.partial"))
        #expect(try directory.checkpoints().isEmpty)
        try directory.save(Self.state(context), context: context)
        #expect(try directory.resume(in: context)?.round.step == 4)
    }

    @Test func `a write that fails leaves the file as it was, and nothing beside it`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        try DurableFile.write(path) { file in
            let text = Array("first".utf8)
            try file.append(text.span.bytes)
        }
        struct Interruption: Error {}
        #expect(throws: Interruption.self) {
            try DurableFile.write(path) { file in
                let text = Array("second".utf8)
                try file.append(text.span.bytes)
                throw Interruption()
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "first")
        #expect(folder.names == ["file"])
        let failure = #expect(throws: ServiceFailure.self) {
            try DurableFile.write(folder.path + "/none/file") { _ in }
        }
        #expect(failure?.status == .ioFailure)
        #expect(failure?.description.contains("none/file: No such file or directory") == true)
    }

    private func bits(_ vector: BucketedVector) -> [UInt32] { vector.elements.map(\.bitPattern) }
}
