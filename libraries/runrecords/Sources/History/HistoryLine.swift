internal import Digests
internal import Foundation

/// One line of a history file: the first eight hexadecimal digits of its JSON's SHA-256, a space, the JSON.
public enum HistoryLine {
    /// The first line of a file of this version.
    public static let header = "pangea-history 1"

    private static let digitCount = 8

    /// The line of a record, without its line feed.
    public static func encode(_ record: HistoryRecord) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(record), as: UTF8.self)
        return "\(checksum(json)) \(json)"
    }

    /// The record of a line; nil where its bytes aren't those that were written.
    public static func decode(_ line: some StringProtocol) -> HistoryRecord? {
        let (sum, json) = (line.prefix(digitCount), String(line.dropFirst(digitCount + 1)))
        guard line.dropFirst(digitCount).first == " ", sum == checksum(json) else { return nil }
        return try? JSONDecoder().decode(HistoryRecord.self, from: Data(json.utf8))
    }

    private static func checksum(_ json: String) -> String { String("\(Digest.of(json))".prefix(digitCount)) }
}
