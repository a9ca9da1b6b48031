internal import Foundation

/// A secret that people keep in a file or in the environment; nothing that prints values shows it.
public protocol SecretToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// What it is called in errors.
    static var name: String { get }

    /// The token with this text; white space around it, as files end with it, isn't part of it.
    ///
    /// Throws `.badToken` for one that is too short or too long, or otherwise none.
    init(_ text: String) throws(AdmissionError)
}

extension SecretToken {
    /// Bytes that a token may have.
    ///
    /// Fewer can be guessed; nobody means more.
    public static var byteCounts: ClosedRange<Int> { 16...4096 }

    /// The token in a file.
    ///
    /// Throws `.badToken` for a file that can't be read, or holds none.
    public init(contentsOf path: String) throws(AdmissionError) {
        let text = try Self.text(of: path)
        do {
            try self.init(text)
        } catch .badToken(let kind, let reason) {
            throw .badToken(kind, reason: "\"\(path)\": \(reason)")
        }
    }

    /// Not the secret.
    public var description: String { "a \(Self.name)" }
    /// Not the secret either.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The bytes of a text without the white space around it.
    static func bytes(of text: String) throws(AdmissionError) -> [UInt8] {
        let bytes = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        guard byteCounts.contains(bytes.count) else {
            throw .badToken(
                name,
                reason: "expected \(byteCounts.lowerBound) to \(byteCounts.upperBound) bytes, found \(bytes.count)")
        }
        return bytes
    }

    private static func text(of path: String) throws(AdmissionError) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .badToken(name, reason: "can't read \"\(path)\"")
        }
        defer { try? file.close() }
        // White space around the longest token, and no more of whatever it is.
        let most = byteCounts.upperBound + 64
        guard let data = try? file.read(upToCount: most + 1), data.count <= most else {
            throw .badToken(name, reason: "\"\(path)\": expected a text of at most \(most) bytes")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw .badToken(name, reason: "\"\(path)\": expected text in UTF-8")
        }
        return text
    }
}
