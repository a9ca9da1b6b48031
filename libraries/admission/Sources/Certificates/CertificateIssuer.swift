internal import CLibcrypto
internal import Digests
public import Foundation

/// An authority that signs certificates of nodes.
public struct CertificateIssuer: Sendable {
    /// The authority's own certificate.
    public let certificate: Certificate
    /// The authority's key, in PEM.
    private let key: [UInt8]

    /// A new authority, which signs itself.
    public static func make(
        named name: String, from start: Date, until end: Date
    ) throws(AdmissionError) -> (CertificateIssuer, IssuedCertificate) {
        let issued = try CertificateDraft(
            name: name, from: start, until: end,
            extensions: [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ]
        ).signed()
        return (CertificateIssuer(certificate: issued.certificate, key: issued.key), issued)
    }

    /// The authority in two files in PEM.
    ///
    /// Throws `.badCertificate` where they don't belong together, or are of no authority.
    public init(certificate: [UInt8], key: [UInt8]) throws(AdmissionError) {
        guard let own = Certificate.all(inPEM: certificate).first, let parsed = ParsedCertificate(der: own.der) else {
            throw .badCertificate(reason: "expected the certificate of an authority in PEM, found none")
        }
        guard parsed.isAuthority else { throw .badCertificate(reason: "expected one of an authority, found \(own)") }
        guard parsed.isOwner(ofKeyInPEM: key) == true else {
            throw .badCertificate(reason: "expected the key of \(own), found another one, or none")
        }
        self.init(certificate: own, key: key)
    }

    private init(certificate: Certificate, key: [UInt8]) {
        self.certificate = certificate
        self.key = key
    }

    /// A certificate with a new key for a node; it ends no later than the authority's own.
    ///
    /// `names` are hosts, addresses and roles. Throws `.badCertificate` for a name that there can't be.
    public func issue(
        to name: String, for names: [String], on sides: Set<CertificateProblem.Side>, from start: Date, until end: Date
    ) throws(AdmissionError) -> IssuedCertificate {
        let alternatives = try names.map { name throws(AdmissionError) in try Self.alternative(name) }
        let usages = [
            sides.contains(.listening) ? "serverAuth" : nil, sides.contains(.dialling) ? "clientAuth" : nil,
        ].compactMap { $0 }
        return try CertificateDraft(
            name: name, from: start, until: min(end, certificate.validUntil),
            extensions: [
                (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, usages.joined(separator: ",")), (NID_subject_key_identifier, "hash"),
                (NID_authority_key_identifier, "keyid"),
                (NID_subject_alt_name, alternatives.joined(separator: ",")),
            ]
        ).signed(by: certificate, key)
    }

    /// As libcrypto's texts have it; what isn't of a host's or an address's characters would be something else to it.
    private static func alternative(_ name: String) throws(AdmissionError) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_.:*".utf8.contains(byte)
            }
        }
        guard isPlain, (1...253).contains(name.utf8.count) else {
            throw .badCertificate(reason: "expected a host, an address or a role, got \"\(name)\"")
        }
        let digits = name.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = name.contains(":") || (digits.count == 4 && digits.allSatisfy { UInt8($0) != nil })
        return isAddress ? "IP:\(name)" : "DNS:\(name)"
    }
}

/// A new certificate and its key; nothing that prints values shows the key.
public struct IssuedCertificate: Sendable, CustomStringConvertible, CustomReflectable {
    /// What it says.
    public let certificate: Certificate
    /// The certificate in PEM.
    public let pem: [UInt8]
    /// Its key in PEM.
    public let key: [UInt8]

    /// Not the key.
    public var description: String { certificate.description }
    /// Not the key either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
