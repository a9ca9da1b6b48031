internal import Foundation

/// The history of a run on the disk, beside its checkpoints: lines are appended, and now and then it is written anew.
///
/// A file that has grown beyond `compactionLimit` is replaced by what the bounded history holds, so it never has more
/// than that and what came since it was looked at. Lines go to the system at once and aren't brought to the disk one by
/// one: a killed process loses nothing, a machine that loses power a few seconds.
public struct HistoryFile: Sendable {
    /// Bytes from which a file is written anew.
    public static let compactionLimit = 4 << 20
    /// Bytes beyond which a file isn't read.
    public static let readingLimit = 64 << 20
    /// What the file is called in its folder.
    public static let name = "history.log"

    /// Where it is.
    public let path: String
    private let compactionLimit: Int
    private var byteCount = 0

    /// Names a file in a folder that exists; `compactionLimit` is in bytes.
    public init(folder: String, compactionLimit: Int = HistoryFile.compactionLimit) {
        path = "\(folder)/\(Self.name)"
        self.compactionLimit = compactionLimit
    }

    /// What the file says up to its first line that isn't whole, and what is wrong with it, if anything is.
    ///
    /// A file that isn't there is an empty history.
    public func read() -> (history: RunHistory, problem: HistoryError?) {
        var history = RunHistory()
        guard FileManager.default.fileExists(atPath: path) else { return (history, nil) }
        do {
            let text = try bytes()
            let problem = replay(text) { history.apply($0) }
            return (history, problem)
        } catch let error as HistoryError {
            return (history, error)
        } catch {
            return (history, .unusable(path: path, reason: "\(error)"))
        }
    }

    private func bytes() throws -> Data {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw HistoryError.unusable(path: path, reason: "can't be opened")
        }
        let bytes = try handle.read(upToCount: Self.readingLimit + 1) ?? Data()
        guard bytes.count <= Self.readingLimit else {
            throw HistoryError.tooLarge(path: path, limit: Self.readingLimit)
        }
        return bytes
    }

    private func replay(_ bytes: Data, _ body: (HistoryRecord) -> Void) -> HistoryError? {
        var offset = 0
        while offset < bytes.count {
            let rest = bytes[(bytes.startIndex + offset)...]
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")),
                let line = String(bytes: rest[..<end], encoding: .utf8)
            else { return .torn(path: path, offset: offset, byteCount: bytes.count) }
            if offset == 0 {
                guard line == HistoryLine.header else { return .header(path: path, found: String(line.prefix(40))) }
            } else if let record = HistoryLine.decode(line) {
                body(record)
            } else {
                return .torn(path: path, offset: offset, byteCount: bytes.count)
            }
            offset += line.utf8.count + 1
        }
        return nil
    }

    /// Puts a file aside that is none of ours, so that writing doesn't lose it; returns where it is then.
    public func putAside() -> String {
        let other = "\(path).other"
        try? FileManager.default.removeItem(atPath: other)
        try? FileManager.default.moveItem(atPath: path, toPath: other)
        return other
    }

    /// Replaces the file by what a history holds, whole or not at all.
    public mutating func write(_ history: RunHistory) throws(HistoryError) {
        do {
            let lines = [HistoryLine.header] + (try history.records.map(HistoryLine.encode))
            let bytes = Data((lines.joined(separator: "\n") + "\n").utf8)
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
            byteCount = bytes.count
        } catch {
            throw .unusable(path: path, reason: "can't be written: \(error)")
        }
    }

    /// Adds lines; `history`, which has them too, is what the file is written from where it has grown too large.
    public mutating func append(_ records: [HistoryRecord], of history: () -> RunHistory) throws(HistoryError) {
        guard !records.isEmpty else { return }
        do {
            let bytes = Data((try records.map(HistoryLine.encode).joined(separator: "\n") + "\n").utf8)
            guard byteCount + bytes.count <= compactionLimit else { return try write(history()) }
            guard let handle = FileHandle(forWritingAtPath: path) else {
                throw HistoryError.unusable(path: path, reason: "can't be opened for writing")
            }
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: bytes)
            byteCount += bytes.count
        } catch {
            // Half a line may be there now: the next time all of it is written.
            byteCount = compactionLimit
            throw error as? HistoryError ?? .unusable(path: path, reason: "can't be written: \(error)")
        }
    }
}
