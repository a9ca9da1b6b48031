import Digests
import Foundation

extension Digest {
    /// Of a model's file as it would be without the fitted preprocessing in its metadata: what a summary's `sha256` says.
    ///
    /// Nil where there is no such entry.
    static func ofModel(_ model: Data) -> Digest? {
        let length = model.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        let text = String(decoding: model.dropFirst(8).prefix(length), as: UTF8.self)
        // A JSON string ends at the first quote that isn't escaped; the entry has others before it.
        let entry = /,"pangea\.preprocessing":"(?:[^"\\]|\\.)*"/
        guard text.contains(entry) else { return nil }
        let stripped = text.replacing(entry, with: "")
        var header = Array(stripped[..<(stripped.lastIndex(of: "}") ?? stripped.startIndex)].utf8) + [UInt8(ascii: "}")]
        while (header.count + 8) % 64 != 0 { header.append(UInt8(ascii: " ")) }
        let size = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        return Digest.of((size + header + Array(model.dropFirst(8 + length))).span.bytes)
    }
}
