internal import Datasets
internal import Digests
internal import RunRecords
internal import Safetensors

/// What is in front of the tensors of a file, and digests of all of it, without having all of it in memory.
struct TensorFileHead {
    /// The tensors and texts.
    let header: SafetensorsHeader
    /// Of all bytes.
    let digest: Digest
    /// What is wrong with a checkpoint's own digest; nil where nothing is.
    let sealProblem: CheckpointError?
    /// What a run's summary calls its model by: the digest of all bytes but the preprocessing's.
    let summaryDigest: Digest?

    /// Whether a file that begins so is in the format of safetensors, broken or not.
    static func isLikely(_ first: [UInt8]) -> Bool {
        let length = first.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return first.count > 8 && first[8] == UInt8(ascii: "{") && length <= UInt64(SafetensorsHeader.maximumByteCount)
    }

    /// Reads a file.
    ///
    /// Throws `.damaged` where it breaks the format.
    init(_ file: borrowing InspectedFile) throws(InspectionError) {
        let first = try file.bytes(from: 0, atMost: SafetensorsHeader.lengthByteCount)
        let byteCount = try Self.orDamaged(file.path) { () throws(SafetensorsError) in
            try SafetensorsHeader.byteCount(of: first, fileByteCount: file.byteCount)
        }
        let beginning = try file.bytes(from: 0, atMost: byteCount)
        let header = try Self.orDamaged(file.path) { () throws(SafetensorsError) in
            try SafetensorsHeader(beginning, fileByteCount: file.byteCount)
        }
        self.header = header
        let seal: Result<CheckpointSeal, CheckpointError> = Result { () throws(CheckpointError) in
            try CheckpointSeal(in: beginning)
        }
        let bare = Self.headerWithoutPreprocessing(header)
        var whole = SHA256()
        var sealed = SHA256()
        var summarised = SHA256()
        // Every element of UInt8 is initialised memory, here and below.
        unsafe whole.update(beginning.span.bytes)
        if case .success(let seal) = seal { seal.hash(beginning, into: &sealed) }
        if let bare { unsafe summarised.update(bare.span.bytes) }
        var offset = byteCount
        while case let chunk = try file.bytes(from: offset, atMost: InspectedFile.chunkByteCount), !chunk.isEmpty {
            unsafe whole.update(chunk.span.bytes)
            if case .success = seal { unsafe sealed.update(chunk.span.bytes) }
            if bare != nil { unsafe summarised.update(chunk.span.bytes) }
            offset += chunk.count
        }
        digest = whole.finalize()
        let found = sealed.finalize()
        sealProblem = Self.problem { () throws(CheckpointError) in try seal.get().require(found) }
        let summary = summarised.finalize()
        summaryDigest = bare == nil ? nil : summary
    }

    private static func orDamaged<Value>(
        _ path: String, _ body: () throws(SafetensorsError) -> Value
    ) throws(InspectionError) -> Value {
        do throws(SafetensorsError) {
            return try body()
        } catch {
            throw .damaged(path: path, reason: "\(error)")
        }
    }

    private static func problem(_ body: () throws(CheckpointError) -> Void) -> CheckpointError? {
        do throws(CheckpointError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    /// The header as it was before the preprocessing came into it; nil where there is none.
    private static func headerWithoutPreprocessing(_ header: SafetensorsHeader) -> [UInt8]? {
        guard header.metadata[FittedPreprocessing.metadataKey] != nil else { return nil }
        var writer = SafetensorsWriter(like: header)
        writer.metadata[FittedPreprocessing.metadataKey] = nil
        return try? writer.header()
    }
}
