package import Digests
package import Foundation
internal import RunRecords

/// What a run directory says of its run from the first trainer on: whose it is, and what numerics it has.
///
/// A run that is started again before its first checkpoint refuses other numerics by it, and another job's run is
/// refused.
package struct RunBeginning: Hashable, Sendable {
    /// Of the job, its data and the probe.
    package let lineage: Digest
    /// What every trainer's numerics must give.
    package let probe: Digest

    package init(lineage: Digest, probe: Digest) {
        self.lineage = lineage
        self.probe = probe
    }

    private struct File: Codable {
        let lineage: String
        let probe: String
    }

    /// Reads what `json()` gives.
    ///
    /// Throws for anything else.
    package init(json: Data) throws {
        let file = try JSONDecoder().decode(File.self, from: json)
        for (name, text) in [("lineage", file.lineage), ("probe", file.probe)] where Digest(hex: text) == nil {
            throw CheckpointError.metadata(name, expected: "a digest", found: text)
        }
        guard let lineage = Digest(hex: file.lineage), let probe = Digest(hex: file.probe) else {
            throw CheckpointError.metadata("lineage", expected: "a digest", found: file.lineage)
        }
        self.init(lineage: lineage, probe: probe)
    }

    /// One line of JSON, keys in alphabetical order.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(
            decoding: try encoder.encode(File(lineage: "\(lineage)", probe: "\(probe)")), as: UTF8.self)
    }
}
