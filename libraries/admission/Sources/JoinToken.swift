internal import Digests
internal import Foundation

/// The secret that all services of a run share; who has it may join.
///
/// It never goes over a connection, and nothing that prints values shows it.
public struct JoinToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// Bytes that a token may have.
    ///
    /// Fewer can be guessed from an overheard handshake; nobody means more.
    public static let byteCounts = 16...4096

    let secret: [UInt8]

    /// The token with this text; white space around it, as files end with it, isn't part of it.
    ///
    /// Throws `.badToken` for one that is too short or too long.
    public init(_ text: String) throws(AdmissionError) {
        let secret = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        guard Self.byteCounts.contains(secret.count) else {
            throw .badToken(
                reason: "expected \(Self.byteCounts.lowerBound) to \(Self.byteCounts.upperBound) bytes, found "
                    + "\(secret.count)")
        }
        self.secret = secret
    }

    /// The token in a file.
    ///
    /// Throws `.badToken` for a file that can't be read, or holds none.
    public init(contentsOf path: String) throws(AdmissionError) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .badToken(reason: "can't read \"\(path)\"")
        }
        defer { try? file.close() }
        // White space around the longest token, and no more of whatever it is.
        let most = Self.byteCounts.upperBound + 64
        guard let data = try? file.read(upToCount: most + 1), data.count <= most else {
            throw .badToken(reason: "\"\(path)\": expected a text of at most \(most) bytes")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw .badToken(reason: "\"\(path)\": expected text in UTF-8")
        }
        do {
            try self.init(text)
        } catch .badToken(let reason) {
            throw .badToken(reason: "\"\(path)\": \(reason)")
        }
    }

    /// A token that nobody can guess: 64 hexadecimal digits, for a file.
    public static func random() -> String {
        Digest(bytes: SecretBytes.random(count: Digest.byteCount)).map(\.description) ?? ""
    }

    /// Not the secret.
    public var description: String { "a join token" }
    /// Not the secret either.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// The code of a text and bytes under this token.
    func code(_ label: String, _ bytes: [UInt8]) -> [UInt8] {
        var authentication = HMACSHA256(key: secret)
        // The zero ends the label: no label and bytes are another label and other bytes.
        authentication.update(Array(label.utf8) + [0])
        authentication.update(bytes)
        return authentication.finalize().bytes
    }
}
