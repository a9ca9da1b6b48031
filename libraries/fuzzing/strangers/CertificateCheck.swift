internal import Admission
private import Foundation

/// Reads certificates, and holds them against an authority that has signed none of them.
enum CertificateCheck {
    /// An authority that is made anew each time: nobody else has its key.
    private static let authority: CertificateAuthority = {
        let now = Date()
        guard let (_, own) = try? CertificateIssuer.make(named: "nobody's", from: now, until: now + 86_400),
            let authority = CertificateAuthority([own.certificate])
        else { fatalError("no authority") }
        return authority
    }()

    /// What is read is what it was read from, and isn't believed.
    static func hold(_ bytes: [UInt8]) {
        let read = [Certificate(der: bytes)].compactMap { $0 } + Certificate.all(inPEM: bytes).prefix(2)
        for certificate in read {
            _ = certificate.description
            require(Certificate(der: certificate.der) == certificate, "read twice, it says something else")
            let isBelieved = (try? authority.check([certificate.der], on: .dialling, for: [], at: Date())) != nil
            require(!isBelieved, "a stranger's certificate is believed: \(certificate)")
        }
    }
}
