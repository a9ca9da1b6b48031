public import Foundation

/// Why a certificate isn't believed.
public enum CertificateProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The peer has shown none, or something else.
    case none
    /// It no longer holds.
    case expired(Certificate, now: Date)
    /// It doesn't hold yet.
    case notYetValid(Certificate, now: Date)
    /// It isn't of an authority that we trust.
    case foreign(Certificate, trusted: [String])
    /// It is for others.
    case otherName(Certificate, expected: [String])
    /// It is for the other side of a connection.
    case otherPurpose(Certificate, expected: Side)
    /// Something else, in libcrypto's words.
    case invalid(Certificate, reason: String)

    /// The sides of a connection, by what they do.
    public enum Side: Hashable, Sendable, CaseIterable {
        /// Connects to others.
        case dialling
        /// Is connected to.
        case listening
    }

    /// Names the certificate, what was expected and what came.
    public var description: String {
        switch self {
        case .none: "expected a certificate, found none"
        case .expired(let certificate, let now):
            "expected a certificate that is valid at \(Certificate.text(of: now)), found an expired one: \(certificate)"
        case .notYetValid(let certificate, let now):
            "expected a certificate that is valid at \(Certificate.text(of: now)), found one for later: \(certificate)"
        case .foreign(let certificate, let trusted):
            "expected a certificate signed by \(trusted.map { "\"\($0)\"" }.joined(separator: " or ")), found a foreign "
                + "one: \(certificate)"
        case .otherName(let certificate, let expected):
            "expected a certificate for \(expected.joined(separator: " or ")), found \(certificate)"
        case .otherPurpose(let certificate, let side):
            "expected a certificate for who \(side == .dialling ? "connects" : "listens"), found another use in "
                + "\(certificate)"
        case .invalid(let certificate, let reason): "expected a sound certificate, found \(certificate): \(reason)"
        }
    }
}
