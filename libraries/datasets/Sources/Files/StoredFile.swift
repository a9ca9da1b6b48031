package import Digests

/// A data file as it lies on disk: its digest, and its bytes after expansion.
package struct StoredFile: Sendable {
    /// The path as the job wrote it, for errors.
    package let path: String
    /// Over the bytes as stored, before expansion.
    package let digest: Digest
    /// The bytes, expanded if they were stored as gzip; at least one.
    package let bytes: [UInt8]

    private static let chunkByteCount = 1 << 20

    /// Reads the file at `path` below `root`, expanding it if it begins as gzip does.
    package init(_ path: String, below root: DataRoot, limits: DatasetLimits) throws(DatasetError) {
        try self.init(path, resolvedPath: try root.resolve(path), limits: limits)
    }

    /// Reads the file at `path` wherever it is: one that the user of a command names.
    package init(_ path: String, limits: DatasetLimits) throws(DatasetError) {
        let resolved: String
        do throws(FileProblem) {
            resolved = try DataRoot.follow(path)
        } catch {
            throw .file(path, error)
        }
        try self.init(path, resolvedPath: resolved, limits: limits)
    }

    private init(_ path: String, resolvedPath resolved: String, limits: DatasetLimits) throws(DatasetError) {
        self.path = path
        do {
            (digest, bytes) = try StoredFile.read(resolved, limits: limits)
        } catch let problem as FileProblem {
            throw .file(path, problem)
        } catch let problem as GzipProblem {
            throw .gzip(path, problem)
        } catch {
            preconditionFailure("StoredFile: unknown error \(error)")
        }
    }

    private static func read(_ resolvedPath: String, limits: DatasetLimits) throws -> (Digest, [UInt8]) {
        var reader = try FileReader(resolvedPath)
        var hash = SHA256()
        var chunk: [UInt8] = []
        try reader.read(into: &chunk, atMost: chunkByteCount)
        let isCompressed = chunk.starts(with: GzipInflater.magic)
        var inflater = GzipInflater(limit: limits.expandedFileBytes)
        var bytes: [UInt8] = []
        while !chunk.isEmpty {
            // Every element of UInt8 is initialised memory.
            unsafe hash.update(chunk.span.bytes)
            if isCompressed {
                try inflater.inflate(chunk, into: &bytes)
            } else {
                bytes.append(contentsOf: chunk)
            }
            try reader.read(into: &chunk, atMost: chunkByteCount)
        }
        if isCompressed { try inflater.finish(expandedByteCount: bytes.count) }
        guard !bytes.isEmpty else { throw FileProblem.empty }
        return (hash.finalize(), bytes)
    }
}
