import CapnProto
import Foundation
import Testing

/// A row of the table of vectors.
struct Vector: CustomTestStringConvertible, Sendable {
    let name: String
    let isAccepted: Bool
    let isStream: Bool
    let bytes: [UInt8]

    var testDescription: String { name }

    /// Where we differ from libcapnp at our default limits, and why.
    static let differences = [
        "overlap_amplify_2000x4000w": "our limit scales with the message: 48 KB may not cost 64 MB"
    ]
    /// Where we differ when there is no limit on what is visited.
    static let trustedDifferences = [
        "cve2015-2312_void_2^29-1": "refused by libcapnp for its cost alone",
        "cve2015-2312_zerostruct_2^30-1": "refused by libcapnp for its cost alone",
    ]

    /// All vectors that aren't packed.
    static func all() throws -> [Vector] { try read { $0 != "packed" } }

    /// The packed ones.
    static func packed() throws -> [Vector] { try read { $0 == "packed" } }

    private static func read(_ isWanted: (String) -> Bool) throws -> [Vector] {
        let file = try #require(
            Bundle.module.url(forResource: "vectors", withExtension: "tsv", subdirectory: "Fixtures"))
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard !line.hasPrefix("#"), columns.count == 6, isWanted(columns[1]) else { return nil }
            let digits = Array(columns[5].utf8)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { start in
                UInt8(String(decoding: digits[start...start + 1], as: UTF8.self), radix: 16)
            }
            return Vector(
                name: columns[0], isAccepted: columns[2].hasPrefix("ok"), isStream: columns[1] == "stream",
                bytes: bytes)
        }
    }

    /// Whether we accept all of the message.
    func ourVerdict(_ limits: ReadLimits) -> Bool {
        do {
            try MessageWalk.visit(bytes, limits: self.limits(limits))
            return true
        } catch {
            return false
        }
    }

    /// Limits like the ones given, with the segments that the reader of this format accepts.
    func limits(_ limits: ReadLimits) -> ReadLimits {
        var limits = limits
        if !isStream { limits.segments = 1 << 20 }
        return limits
    }
}
