internal import Foundation

/// How answers become JSON: keys in alphabetical order, without those whose value isn't known, one line.
enum Answer {
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            preconditionFailure("Answer: \(value) has no JSON: \(error)")
        }
    }
}
