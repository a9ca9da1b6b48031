internal import Foundation
package import Logging

/// Writes each log entry as one line to standard error, in one write, so that lines of threads don't mix.
package struct LineLogHandler: LogHandler {
    let label: String
    let format: LoggingOptions.Format
    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]

    init(label: String, format: LoggingOptions.Format) {
        self.label = label
        self.format = format
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let pairs = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
        let line = Self.line(
            time: Date().formatted(Self.timeFormat), level: event.level, label: label,
            message: "\(event.message)", pairs: pairs, format: format)
        FileHandle.standardError.write(Data((Self.lineStart + line).utf8))
    }

    /// The line, with its line feed.
    package static func line(
        time: String, level: Logger.Level, label: String, message: String, pairs: [(String, String)],
        format: LoggingOptions.Format
    ) -> String {
        switch format {
        case .text:
            let fields = pairs.map { " \($0)=\(quotedIfNeeded($1))" }.joined()
            return "\(time) \(level) \(label): \(oneLine(message))\(fields)\n"
        case .json:
            let fields = [("time", time), ("level", "\(level)"), ("service", label), ("message", message)] + pairs
            return "{" + fields.map { "\(json($0)):\(json($1))" }.joined(separator: ",") + "}\n"
        }
    }

    /// On a terminal a progress line may stand where the entry goes: it is erased, and drawn again behind the entry.
    private static let lineStart = isatty(STDERR_FILENO) == 1 ? "\r\u{1b}[K" : ""

    private static let timeFormat = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static func oneLine(_ text: String) -> String {
        text.replacing("\n", with: " ")
    }

    private static func quotedIfNeeded(_ value: String) -> String {
        value.contains { $0.isWhitespace || $0 == "\"" } || value.isEmpty ? json(value) : value
    }

    private static func json(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20:
                let hexadecimal = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
