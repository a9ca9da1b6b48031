public import Foundation

/// Where a node's certificate, its key, and whom it trusts are on disk, in PEM.
public struct TLSFiles: Hashable, Sendable {
    /// Bytes that none of them has more of.
    static let mostBytes = 1 << 20

    /// The node's certificate, and behind it those between it and an authority, if there are any.
    public let certificate: String
    /// The key of the certificate.
    public let key: String
    /// The certificates of those whose signatures are trusted.
    public let authority: String

    /// Names the files; none is read yet.
    public init(certificate: String, key: String, authority: String) {
        self.certificate = certificate
        self.key = key
        self.authority = authority
    }

    /// Reads them.
    ///
    /// Throws `.badCertificate` for a file that can't be read or holds something else, a key of another certificate,
    /// and a certificate that the authority hasn't signed or that isn't valid at `now`.
    public func read(at now: Date = Date()) throws(AdmissionError) -> TLSCredentials {
        let chain = Certificate.all(inPEM: try Self.bytes(of: certificate))
        guard let own = chain.first, let parsed = ParsedCertificate(der: own.der) else {
            throw .badCertificate(reason: "\"\(certificate)\": expected a certificate in PEM, found none")
        }
        guard let trusted = CertificateAuthority(Certificate.all(inPEM: try Self.bytes(of: authority))) else {
            throw .badCertificate(reason: "\"\(authority)\": expected a certificate in PEM, found none")
        }
        let key = try Self.bytes(of: self.key)
        switch parsed.isOwner(ofKeyInPEM: key) {
        case true?: break
        case false?:
            throw .badCertificate(reason: "\"\(self.key)\": expected the key of \(own), found another one")
        case nil:
            throw .badCertificate(
                reason: "\"\(self.key)\": expected a private key in PEM without a passphrase, found none")
        }
        let credentials = TLSCredentials(chain: chain, key: key, authority: trusted)
        if let problem = credentials.problem(at: now) {
            throw .badCertificate(reason: "\"\(certificate)\": \(problem)")
        }
        return credentials
    }

    private static func bytes(of path: String) throws(AdmissionError) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .badCertificate(reason: "can't read \"\(path)\"")
        }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: mostBytes + 1), data.count <= mostBytes else {
            throw .badCertificate(reason: "\"\(path)\": expected a file of at most \(mostBytes) bytes")
        }
        return Array(data)
    }
}
