internal import Digests
internal import Foundation
internal import Hosting

/// The checkpoints in a run directory, with their digests.
package struct CheckpointShelf: Sendable {
    /// What identifies the content of a file that was looked at before.
    private struct Stamp: Hashable {
        let name: String
        let byteCount: UInt64
        let written: Double
    }

    /// What the final model is called.
    package static let modelName = "model.safetensors"
    private static let chunkBytes = 1 << 20

    private let folder: String
    private var known: [Stamp: CheckpointFile] = [:]

    /// The checkpoints in `folder`; nothing is looked at yet.
    package init(folder: String) { self.folder = folder }

    /// Where a file is.
    package func path(of file: CheckpointFile) -> String { "\(folder)/\(file.name)" }

    /// Those that are there now, the newest first; reads each new file once.
    ///
    /// A file that is gone again before it is read is left out.
    package mutating func look() -> [CheckpointFile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let stamps = names.filter { Self.kind(of: $0) != nil }.compactMap(stamp)
        let before = known
        known = [:]
        for stamp in stamps { known[stamp] = before[stamp] ?? file(stamp) }
        return known.values.sorted { ($0.step ?? .max, $0.name) > ($1.step ?? .max, $1.name) }
    }

    /// Nil for a file that is neither a checkpoint nor the model.
    private static func kind(of name: String) -> (kind: CheckpointFile.Kind, step: UInt64?)? {
        if name == modelName { return (.model, nil) }
        guard name.hasPrefix("checkpoint-"), name.hasSuffix(".safetensors"),
            let step = UInt64(name.dropFirst("checkpoint-".count).dropLast(".safetensors".count))
        else { return nil }
        return (.checkpoint, step)
    }

    private func stamp(_ name: String) -> Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)"),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let byteCount = (attributes[.size] as? NSNumber)?.uint64Value,
            let written = attributes[.modificationDate] as? Date
        else { return nil }
        return Stamp(name: name, byteCount: byteCount, written: written.timeIntervalSince1970)
    }

    private func file(_ stamp: Stamp) -> CheckpointFile? {
        guard let (kind, step) = Self.kind(of: stamp.name), let digest = digest(of: stamp.name) else { return nil }
        return CheckpointFile(
            name: stamp.name, kind: kind, step: step, bytes: stamp.byteCount, sha256: "\(digest)",
            written: stamp.written)
    }

    private func digest(of name: String) -> Digest? {
        guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(name)") else { return nil }
        defer { try? handle.close() }
        var hash = SHA256()
        do {
            while let chunk = try handle.read(upToCount: Self.chunkBytes), !chunk.isEmpty {
                // Every element of UInt8 is initialised memory.
                hash.update(unsafe Array(chunk).span.bytes)
            }
        } catch {
            return nil
        }
        return hash.finalize()
    }
}
