internal import CLibcrypto
public import Foundation

/// Whose signatures are trusted.
public struct CertificateAuthority: Hashable, Sendable {
    /// Certificates that a chain may take from a peer; more are nothing but work.
    static let longestChain = 8

    /// Their own certificates, one at least.
    public let certificates: [Certificate]

    /// Trusts these; nil for none.
    public init?(_ certificates: [Certificate]) {
        guard !certificates.isEmpty else { return nil }
        self.certificates = certificates
    }

    /// Believes a peer, or says why not.
    ///
    /// `chain` is what it has shown, in DER, its own certificate first. It has to be signed by one of ours, valid now,
    /// meant for the peer's side, and for one of `names`; for any where there are none.
    public func check(
        _ chain: [[UInt8]], on side: CertificateProblem.Side, for names: [String], at now: Date
    ) throws(CertificateProblem) -> Certificate {
        guard chain.count <= Self.longestChain, let first = chain.first, let peer = Certificate(der: first),
            let parsed = ParsedCertificate(der: first)
        else { throw .none }
        try verify(parsed, peer, with: chain.dropFirst().compactMap(ParsedCertificate.init(der:)), side, now)
        guard names.isEmpty || names.contains(where: parsed.isFor) else {
            throw .otherName(peer, expected: names)
        }
        return peer
    }

    /// Builds a path to one of ours, by libcrypto.
    private func verify(
        _ parsed: ParsedCertificate, _ peer: Certificate, with others: [ParsedCertificate],
        _ side: CertificateProblem.Side, _ now: Date
    ) throws(CertificateProblem) {
        guard let store = unsafe X509_STORE_new(), let context = unsafe X509_STORE_CTX_new(),
            let chain = unsafe OPENSSL_sk_new_null(), let terms = unsafe X509_VERIFY_PARAM_new()
        else { fatalError("CertificateAuthority: libcrypto has no memory") }
        defer {
            // In this order: the context views the others. The stack doesn't own what is in it.
            unsafe X509_STORE_CTX_free(context)
            unsafe X509_VERIFY_PARAM_free(terms)
            unsafe OPENSSL_sk_free(chain)
            unsafe X509_STORE_free(store)
            ERR_clear_error()
        }
        // The store counts its own references.
        for own in certificates {
            if let own = ParsedCertificate(der: own.der) { _ = unsafe X509_STORE_add_cert(store, own.pointer) }
        }
        for other in others { _ = unsafe OPENSSL_sk_push(chain, UnsafeRawPointer(other.pointer)) }
        unsafe X509_VERIFY_PARAM_set_time(terms, time_t(now.timeIntervalSince1970))
        _ = unsafe X509_VERIFY_PARAM_set_purpose(
            terms, side == .dialling ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER)
        // 112 bits: no key or digest that can be broken.
        unsafe X509_VERIFY_PARAM_set_auth_level(terms, 2)
        guard unsafe X509_STORE_set1_param(store, terms) == 1,
            unsafe X509_STORE_CTX_init(context, store, parsed.pointer, chain) == 1
        else { throw .invalid(peer, reason: "libcrypto can't look at it") }
        // Keeps what the stack and the context point to.
        let isTrusted = withExtendedLifetime((parsed, others)) { unsafe X509_verify_cert(context) == 1 }
        guard !isTrusted else { return }
        // The one that is wrong may be one further up.
        let found = unsafe X509_STORE_CTX_get_current_cert(context).map { unsafe ParsedCertificate.der(of: $0) }
        throw problem(
            unsafe X509_STORE_CTX_get_error(context), of: found.flatMap(Certificate.init(der:)) ?? peer, side, now)
    }

    private func problem(
        _ code: Int32, of certificate: Certificate, _ side: CertificateProblem.Side, _ now: Date
    ) -> CertificateProblem {
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: .expired(certificate, now: now)
        case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid(certificate, now: now)
        case X509_V_ERR_INVALID_PURPOSE: .otherPurpose(certificate, expected: side)
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_CERT_UNTRUSTED:
            .foreign(certificate, trusted: certificates.map(\.subject))
        default:
            .invalid(
                certificate,
                reason: unsafe X509_verify_cert_error_string(Int(code)).map { unsafe String(cString: $0) }
                    ?? "error \(code)")
        }
    }
}
