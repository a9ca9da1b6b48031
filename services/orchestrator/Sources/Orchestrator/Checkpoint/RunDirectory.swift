package import Digests
internal import Faults
internal import Foundation
internal import Hosting
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import RunRecords
internal import Safetensors

/// The folder that a run leaves behind: checkpoints, the final model and the summary.
///
/// Every file appears whole. Names of checkpoints carry the number of committed steps.
package final class RunDirectory: Sendable {
    private let path: String

    /// Creates the folder where it doesn't exist.
    ///
    /// Throws a `ServiceFailure` where it can't be had.
    package init(path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ServiceFailure(.ioFailure, "run directory \(path)", cause: error)
        }
    }

    /// Where the final model is.
    package var modelPath: String { path + "/model.safetensors" }

    /// Paths of the checkpoints, the oldest first.
    package func checkpoints() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { $0.hasPrefix("checkpoint-") && $0.hasSuffix(".safetensors") }
                .sorted().map { "\(path)/\($0)" }
        } catch {
            throw ServiceFailure(.ioFailure, "run directory \(path)", cause: error)
        }
    }

    /// What a run that was begun here has come to, nil where none was.
    ///
    /// A checkpoint that is torn or damaged is passed over for the one before, and told to `passingOver`.
    ///
    /// Throws a `ServiceFailure` where none is whole, or the newest whole one is of another run.
    package func resume(
        in context: RunContext, passingOver: (_ path: String, _ reason: any Error) -> Void = { _, _ in }
    ) throws -> RunState? {
        var newestFailure: ServiceFailure?
        for path in try checkpoints().reversed() {
            do {
                return try Self.state(from: path, context: context)
            } catch let error as CheckpointError where error.isOfAnotherRun {
                throw ServiceFailure(.badInput, "checkpoint \(path)", cause: error)
            } catch {
                passingOver(path, error)
                newestFailure = newestFailure ?? ServiceFailure(.badInput, "checkpoint \(path)", cause: error)
            }
        }
        if let newestFailure { throw newestFailure }
        return try begun(in: context).map { RunState.initial(in: context, probe: $0.probe) }
    }

    /// Whether what was begun here is a run of this job on this data.
    package func holdsRun(of context: RunContext) -> Bool {
        (try? begun(in: context)).flatMap { $0 } != nil
    }

    /// What was begun here, checkpoints and all, nil where nothing was; for the words about it.
    package func trace() throws -> String? {
        try checkpoints().last ?? (FileManager.default.fileExists(atPath: beginningPath) ? beginningPath : nil)
    }

    /// What there is beside the state that the run goes on with, nil where it begins: newer checkpoints are those that
    /// were passed over.
    ///
    /// Throws a `ServiceFailure` where it can't be read.
    package func stored(beside state: RunState?) throws -> StoredRun {
        let steps = try checkpoints().compactMap(Self.step(ofCheckpoint:))
        guard let state else { return StoredRun(checkpoints: [], damaged: steps, expelled: try expelled()) }
        return StoredRun(
            checkpoints: steps.filter { $0 <= state.round.step }, damaged: steps.filter { $0 > state.round.step },
            expelled: try expelled())
    }

    private var expelledPath: String { path + "/expelled.json" }

    /// Writes down the names that were proven wrong, and why, in place of those that are written down.
    package func saveExpelled(_ expelled: [String: String]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = Array(try encoder.encode(expelled)) + [UInt8(ascii: "\n")]
        // Every element of UInt8 is initialised memory.
        try DurableFile.write(expelledPath) { unsafe try $0.append(line.span.bytes) }
    }

    private func expelled() throws -> [String: String] {
        guard FileManager.default.fileExists(atPath: expelledPath) else { return [:] }
        do {
            return try JSONDecoder().decode(
                [String: String].self, from: Data(contentsOf: URL(fileURLWithPath: expelledPath)))
        } catch {
            throw ServiceFailure(.badInput, "\(expelledPath): expected names and reasons", cause: error)
        }
    }

    /// Notes which run is begun here, before its first checkpoint.
    package func begin(_ beginning: RunBeginning) throws {
        let line = Array((try beginning.json() + "\n").utf8)
        // Every element of UInt8 is initialised memory.
        try DurableFile.write(beginningPath) { unsafe try $0.append(line.span.bytes) }
    }

    private var beginningPath: String { path + "/beginning.json" }

    /// The run that was begun here and has no checkpoint.
    ///
    /// Throws a `ServiceFailure` where it is of another job, or can't be read.
    private func begun(in context: RunContext) throws -> RunBeginning? {
        guard FileManager.default.fileExists(atPath: beginningPath) else { return nil }
        do {
            let beginning = try RunBeginning(json: Data(contentsOf: URL(fileURLWithPath: beginningPath)))
            let lineage = context.lineage(probe: beginning.probe)
            guard beginning.lineage == lineage else {
                throw CheckpointError.otherLineage(expected: "\(lineage)", found: "\(beginning.lineage)")
            }
            return beginning
        } catch {
            throw ServiceFailure(.badInput, beginningPath, cause: error)
        }
    }

    private static func state(from path: String, context: RunContext) throws -> RunState {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
        let file = try SafetensorsFile(bytes)
        try CheckpointSeal.verify(bytes)
        return try RunState(checkpoint: file, context: context)
    }

    /// Writes a checkpoint.
    package func save(_ state: RunState, context: RunContext) throws {
        var image = TensorImage()
        try image.add(checkpoint: state, context: context)
        try image.seal()
        try write(image, to: checkpointPath(after: state.round.step), step: state.round.step)
    }

    /// Removes checkpoints; one that isn't there, or can't be removed, is no harm.
    package func removeCheckpoints(after steps: [UInt64]) {
        for step in steps { try? FileManager.default.removeItem(atPath: checkpointPath(after: step)) }
    }

    private func checkpointPath(after step: UInt64) -> String {
        let digits = String(step)
        let padded = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        return "\(path)/checkpoint-\(padded).safetensors"
    }

    /// The number of steps in a checkpoint's name.
    private static func step(ofCheckpoint path: String) -> UInt64? {
        path.split(separator: "/").last?.split(separator: "-").last?.split(separator: ".").first.flatMap { UInt64($0) }
    }

    /// Writes the final model, and returns its digest: of its file but for what `TensorImage` attaches.
    package func saveModel(_ state: RunState, context: RunContext) throws -> Digest {
        var image = TensorImage()
        try image.add(model: state.training.parameters, context: context)
        try write(image, to: modelPath)
        return try image.digest()
    }

    /// Writes the summary for a later start on the finished run.
    package func saveSummary(_ summary: RunSummary) throws {
        try RunDirectory.write(summary, to: "\(path)/summary.json")
    }

    /// The summary of the finished run.
    package func summary() throws -> RunSummary {
        let file = "\(path)/summary.json"
        do {
            return try JSONDecoder().decode(RunSummary.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        } catch {
            throw ServiceFailure(.badInput, "summary \(file)", cause: error)
        }
    }

    /// Writes a summary as one line of JSON.
    package static func write(_ summary: RunSummary, to path: String) throws {
        let line = Array((try summary.json() + "\n").utf8)
        // Every element of UInt8 and Float is initialised memory, here and below.
        try DurableFile.write(path) { unsafe try $0.append(line.span.bytes) }
    }

    private static func interruption(of image: TensorImage, atStep step: UInt64) -> DurableFile.Interruption? {
        let middle = Faults.due(.orchestratorCheckpointMiddle, step: step)
        guard let fault = middle ?? Faults.due(.orchestratorCheckpointTorn, step: step) else { return nil }
        let byteCount = image.tensors.reduce(0) { $0 + $1.range.count * MemoryLayout<Float>.size }
        return DurableFile.Interruption(byteCount: byteCount / 2, isRenamed: middle == nil, body: fault.strike)
    }

    /// `step` is a checkpoint's, for failures that are placed in it.
    private func write(_ image: TensorImage, to path: String, step: UInt64? = nil) throws {
        let header = try image.header()
        let interruption = step.flatMap { Self.interruption(of: image, atStep: $0) }
        try DurableFile.write(path, interruption: interruption) { file in
            unsafe try file.append(header.span.bytes)
            for values in image.tensors {
                let arena = values.arena
                unsafe try file.append(arena.span.extracting(values.range).bytes)
            }
        }
    }
}
