public import Digests
public import Foundation

/// What a node shows of itself under TLS: its names, until when they hold, and who says so.
public struct Certificate: Hashable, Sendable, CustomStringConvertible {
    /// All of it, in DER.
    public let der: [UInt8]
    /// Whose it is.
    public let subject: String
    /// Who has signed it.
    public let issuer: String
    /// The hosts, addresses and roles that it is for.
    public let names: [String]
    /// For which sides of a connection it is.
    public let sides: Set<CertificateProblem.Side>
    /// When it begins to hold.
    public let validFrom: Date
    /// When it ends to.
    public let validUntil: Date

    /// Reads one certificate; nil for other bytes, and for one without sensible times.
    public init?(der: [UInt8]) {
        guard let parsed = ParsedCertificate(der: der), let from = parsed.validFrom, let until = parsed.validUntil
        else {
            return nil
        }
        self.der = der
        (subject, issuer, names) = (parsed.subject, parsed.issuer, parsed.names)
        (sides, validFrom, validUntil) = (parsed.sides, from, until)
    }

    /// The certificates of a text in PEM, in their order.
    public static func all(inPEM text: [UInt8]) -> [Certificate] {
        ParsedCertificate.der(inPEM: text).compactMap(Certificate.init(der:))
    }

    /// Whether it may sign others.
    public var isAuthority: Bool { ParsedCertificate(der: der)?.isAuthority ?? false }

    /// Names it to people and to the handshake.
    public var digest: Digest { Digest.of(der) }

    /// Whose, by whom and until when, for logs and errors.
    public var description: String {
        "certificate \"\(subject)\" for \(Self.list(names)), of \"\(issuer)\", valid from \(Self.text(of: validFrom)) "
            + "until \(Self.text(of: validUntil))"
    }

    static func list(_ names: [String]) -> String { names.isEmpty ? "nobody" : names.joined(separator: ", ") }

    static func text(of date: Date) -> String { date.formatted(.iso8601) }
}
