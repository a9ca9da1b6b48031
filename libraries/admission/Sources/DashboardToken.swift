internal import Digests

/// The secret of those who may look at a run; who has it may not join.
///
/// Unlike the join token it is shown by whoever looks, in a header of HTTP.
public struct DashboardToken: SecretToken {
    /// In errors.
    public static let name = "dashboard token"

    private let secret: [UInt8]
    private let digest: [UInt8]

    /// The token with this text.
    ///
    /// Throws `.badToken` for one that is too short or too long, or that a header can't have as it is.
    public init(_ text: String) throws(AdmissionError) {
        secret = try Self.bytes(of: text)
        // Spaces would end it early, line feeds begin another header.
        guard secret.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .badToken(
                Self.name, reason: "expected letters, digits and signs of ASCII without spaces, found something else")
        }
        digest = Digest.of(secret).bytes
    }

    /// Whether somebody has shown this token; how long that takes tells nothing of it, not even its length.
    public func isEqual(to shown: [UInt8]) -> Bool {
        SecretBytes.areEqual(Digest.of(shown).bytes, digest)
    }

    /// What a client says in the header `Authorization`; goes nowhere else.
    public var authorization: String { "Bearer " + String(decoding: secret, as: UTF8.self) }
}
