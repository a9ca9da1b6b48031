internal import Digests
package import Foundation
internal import ModelFiles
internal import RunRecords
internal import Safetensors

/// Finds out what a file is, and what is to be told of it.
package struct Inspector {
    /// The struct that messages are taken for; nil for the one of every exchange.
    private let type: String?
    /// Whether a program reads what is told.
    private let isJSON: Bool
    /// Whether all data of messages is shown.
    private let showsAll: Bool
    /// When certificates have to hold.
    private let now: Date

    /// An inspector for a person unless told otherwise.
    package init(type: String? = nil, isJSON: Bool = false, showsAll: Bool = false, now: Date = Date()) {
        self.type = type
        self.isJSON = isJSON
        self.showsAll = showsAll
        self.now = now
    }

    /// Looks at a file.
    ///
    /// Throws an `InspectionError` for one that can't be read, or is of no kind that is known here.
    package func report(on path: String) throws(InspectionError) -> any FileReport {
        let file = try InspectedFile(path)
        let first = try file.bytes(from: 0, atMost: 16)
        guard !first.isEmpty else { throw .unknownKind(path: path, reason: "the file is empty") }
        guard type != nil || !TensorFileHead.isLikely(first) else { return try tensors(file) }
        if first.starts(with: Array("\(HistoryLine.header.prefix(14))".utf8)) {
            throw .unknownKind(path: path, reason: "it is the history of a run: pangea plot draws it")
        }
        guard type != nil || !first.starts(with: CertificatesReport.start.utf8) else { return try certificates(file) }
        return try messages(file)
    }

    private func certificates(_ file: borrowing InspectedFile) throws(InspectionError) -> any FileReport {
        let most = CertificatesReport.mostBytes
        guard file.byteCount <= most else { throw .tooLarge(path: file.path, limit: most, what: "certificates") }
        return try CertificatesReport(try file.bytes(from: 0, atMost: most), path: file.path, at: now)
    }

    private func tensors(_ file: borrowing InspectedFile) throws(InspectionError) -> any FileReport {
        let (path, byteCount) = (file.path, file.byteCount)
        let head = try TensorFileHead(file)
        // Either text alone makes it one: a checkpoint whose other one is damaged mustn't pass for something else.
        let keys = [CheckpointMetadata.formatKey, CheckpointSeal.key]
        if keys.contains(where: { head.header.metadata[$0] != nil }) {
            return try CheckpointReport(head, path: path, byteCount: byteCount)
        }
        if ModelMetadata.isPresent(in: head.header.metadata) {
            return try ModelFileReport(head, path: path, byteCount: byteCount)
        }
        return TensorsReport(head, path: path, byteCount: byteCount)
    }

    private func messages(_ file: borrowing InspectedFile) throws(InspectionError) -> any FileReport {
        guard file.byteCount <= MessageFile.mostBytes else {
            throw .tooLarge(path: file.path, limit: MessageFile.mostBytes, what: "messages")
        }
        let bytes = try file.bytes(from: 0, atMost: MessageFile.mostBytes)
        return try MessagesReport(
            bytes, path: file.path, type: type, form: isJSON ? .json : .text(isWhole: showsAll))
    }
}
