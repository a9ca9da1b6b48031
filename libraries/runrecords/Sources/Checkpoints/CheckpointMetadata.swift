public import Digests
internal import Foundation
public import Reduction

/// What a checkpoint says beside its tensors: whose it is, and how far the run has come.
public struct CheckpointMetadata: Equatable, Sendable {
    /// The key that only checkpoints have; its text is the format's version.
    public static let formatKey = "pangea.checkpoint"
    /// What comes before a tensor of the optimiser's state; behind it are the slot, a dot, and the parameter's name.
    public static let optimiserPrefix = "optimiser."

    /// Of the job, its data and the probe, in hexadecimal digits; nil, as the probe, before the first trainer has joined.
    public let lineage: String?
    /// What every trainer's numerics must give.
    public let probe: Digest?
    /// Committed steps.
    public let step: UInt64
    /// Of the steps of the epoch under way.
    public let epochStatistics: Statistics
    /// The epochs that were evaluated.
    public let history: [EpochResult]

    /// All of it.
    public init(
        lineage: String?, probe: Digest?, step: UInt64, epochStatistics: Statistics, history: [EpochResult]
    ) {
        self.lineage = lineage
        self.probe = probe
        self.step = step
        self.epochStatistics = epochStatistics
        self.history = history
    }

    private enum Key {
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
}

// As texts of the file's metadata.
extension CheckpointMetadata {
    /// The texts, with floating point by its bits.
    public func texts() throws -> [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var texts = [
            Self.formatKey: "1",
            Key.step: "\(step)",
            Key.samples: "\(epochStatistics.samples)",
            Key.lossSum: "\(epochStatistics.lossSum.bitPattern)",
            Key.correct: "\(epochStatistics.correct)",
            Key.errorSum: "\(epochStatistics.errorSum.bitPattern)",
            Key.ledger: "\(epochStatistics.ledger)",
            Key.history: String(decoding: try encoder.encode(history), as: UTF8.self),
        ]
        texts[Key.lineage] = lineage
        texts[Key.probe] = probe.map { "\($0)" }
        return texts
    }

    /// Reads the texts.
    ///
    /// Throws `.metadata` for one that is missing or isn't what it has to be.
    public init(_ texts: [String: String]) throws(CheckpointError) {
        let format = try Self.text(Self.formatKey, texts)
        guard format == "1" else { throw .metadata(Self.formatKey, expected: "1", found: format) }
        let probe = try Self.text(Key.probe, texts)
        guard let digest = Digest(hex: probe) else {
            throw .metadata(Key.probe, expected: "a digest", found: probe)
        }
        self.init(
            lineage: try Self.text(Key.lineage, texts), probe: digest, step: try Self.number(Key.step, texts),
            epochStatistics: Statistics(
                samples: try Self.number(Key.samples, texts),
                lossSum: Double(bitPattern: try Self.number(Key.lossSum, texts)),
                correct: try Self.number(Key.correct, texts), ledger: try Self.number(Key.ledger, texts),
                errorSum: Double(bitPattern: try Self.number(Key.errorSum, texts))),
            history: try Self.history(texts))
    }

    private static func text(_ key: String, _ texts: [String: String]) throws(CheckpointError) -> String {
        guard let text = texts[key] else { throw .metadata(key, expected: "a text", found: "none") }
        return text
    }

    private static func number(_ key: String, _ texts: [String: String]) throws(CheckpointError) -> UInt64 {
        let text = try text(key, texts)
        guard let number = UInt64(text) else { throw .metadata(key, expected: "a whole number", found: text) }
        return number
    }

    private static func history(_ texts: [String: String]) throws(CheckpointError) -> [EpochResult] {
        let text = try text(Key.history, texts)
        do {
            return try JSONDecoder().decode([EpochResult].self, from: Data(text.utf8))
        } catch {
            throw .metadata(Key.history, expected: "results of epochs", found: "\"\(text.prefix(60))\"")
        }
    }
}
