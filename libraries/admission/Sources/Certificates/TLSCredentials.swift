public import Foundation

/// What a node shows under TLS, and whom it believes; nothing that prints values shows its key.
public struct TLSCredentials: Sendable, CustomStringConvertible, CustomReflectable {
    /// The node's certificate, and behind it those between it and an authority.
    public let chain: [Certificate]
    /// The key of the first of them, in PEM.
    public let key: [UInt8]
    /// Whose signatures are trusted.
    public let authority: CertificateAuthority

    /// What is wrong with the node's own certificate, as the peers would see it; nil where nothing is.
    ///
    /// A certificate for one side of a connection alone is no problem here.
    public func problem(at now: Date) -> CertificateProblem? {
        var first: CertificateProblem?
        for side in CertificateProblem.Side.allCases {
            do throws(CertificateProblem) {
                _ = try authority.check(chain.map(\.der), on: side, for: [], at: now)
                return nil
            } catch {
                if case .otherPurpose = first { first = error } else { first = first ?? error }
            }
        }
        return first
    }

    /// Not the key.
    public var description: String { chain.first.map(\.description) ?? "no certificate" }
    /// Not the key either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
