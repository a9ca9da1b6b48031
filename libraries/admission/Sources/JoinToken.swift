internal import Digests

/// The secret that all services of a run share; who has it may join.
///
/// It never goes over a connection.
public struct JoinToken: SecretToken {
    /// In errors.
    public static let name = "join token"

    let secret: [UInt8]

    /// The token with this text.
    ///
    /// Throws `.badToken` for one that is too short or too long.
    public init(_ text: String) throws(AdmissionError) {
        secret = try Self.bytes(of: text)
    }

    /// A token that nobody can guess: 64 hexadecimal digits, for a file.
    public static func random() -> String {
        Digest(bytes: SecretBytes.random(count: Digest.byteCount)).map(\.description) ?? ""
    }

    /// The code of a text and bytes under this token.
    func code(_ label: String, _ bytes: [UInt8]) -> [UInt8] {
        var authentication = HMACSHA256(key: secret)
        // The zero ends the label: no label and bytes are another label and other bytes.
        authentication.update(Array(label.utf8) + [0])
        authentication.update(bytes)
        return authentication.finalize().bytes
    }
}
