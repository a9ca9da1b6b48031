internal import CLibcrypto
internal import Digests
internal import Foundation

/// What a certificate is to say, before libcrypto signs it.
struct CertificateDraft {
    let name: String
    let from: Date
    let until: Date
    /// By libcrypto's numbers, in its configuration's words.
    let extensions: [(Int32, String)]

    /// The certificate for a new key, signed by that key itself, or by an issuer's.
    ///
    /// Throws `.badCertificate` for what libcrypto doesn't take.
    func signed(by issuer: Certificate? = nil, _ issuerKey: [UInt8] = []) throws(AdmissionError) -> IssuedCertificate {
        guard let key = PrivateKey(), let certificate = unsafe X509_new() else {
            fatalError("CertificateDraft: libcrypto has no memory")
        }
        defer { unsafe X509_free(certificate) }
        let parent = issuer.flatMap { ParsedCertificate(der: $0.der) }
        let signer = issuer == nil ? key : PrivateKey(pem: issuerKey)
        guard let signer, issuer == nil || parent != nil else {
            throw .badCertificate(reason: "expected an authority's certificate and key, found something else")
        }
        try unsafe fill(certificate, key: key)
        unsafe X509_set_issuer_name(
            certificate, X509_get_subject_name(parent?.pointer ?? certificate))
        for (number, text) in extensions {
            guard unsafe add(number, text, to: certificate, signedBy: parent?.pointer ?? certificate) else {
                throw .badCertificate(reason: "a certificate can't have \"\(text)\"")
            }
        }
        // libcrypto gives the signature's length.
        guard unsafe X509_sign(certificate, signer.pointer, EVP_sha256()) > 0,
            let read = Certificate(der: unsafe ParsedCertificate.der(of: certificate))
        else { throw .badCertificate(reason: "it can't be signed") }
        ERR_clear_error()
        let pem = unsafe ParsedCertificate.printed { unsafe PEM_write_bio_X509($0, certificate) }
        return IssuedCertificate(certificate: read, pem: Array(pem.utf8), key: key.pem)
    }

    private func fill(_ certificate: OpaquePointer, key: PrivateKey) throws(AdmissionError) {
        // Version 3 is called 2.
        unsafe X509_set_version(certificate, 2)
        // Positive, and not beginning with a zero byte, as DER wants numbers.
        var serial = SecretBytes.random(count: 16)
        serial[0] = serial[0] & 0x3f | 0x40
        unsafe ASN1_STRING_set(X509_get_serialNumber(certificate), serial, Int32(serial.count))
        unsafe ASN1_TIME_set(X509_getm_notBefore(certificate), time_t(from.timeIntervalSince1970))
        unsafe ASN1_TIME_set(X509_getm_notAfter(certificate), time_t(until.timeIntervalSince1970))
        unsafe X509_set_pubkey(certificate, key.pointer)
        let text = Array(name.utf8)
        guard
            unsafe X509_NAME_add_entry_by_txt(
                X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, text, Int32(text.count), -1, 0) == 1
        else { throw .badCertificate(reason: "expected a name of 1 to 64 characters, got \"\(name)\"") }
    }

    private func add(
        _ number: Int32, _ text: String, to certificate: OpaquePointer, signedBy issuer: OpaquePointer
    ) -> Bool {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
        guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, number, text) else { return false }
        defer { unsafe X509_EXTENSION_free(made) }
        return unsafe X509_add_ext(certificate, made, -1) == 1
    }
}

/// A key in libcrypto's hands.
@safe private final class PrivateKey {
    /// Owned by this object alone.
    let pointer: OpaquePointer

    /// A new key on the curve P-256; nil where libcrypto can't.
    init?() {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            unsafe EVP_PKEY_generate(context, &key) == 1, let key = unsafe key
        else { return nil }
        unsafe pointer = key
    }

    /// A key in PEM without a passphrase, nil for something else.
    init?(pem: [UInt8]) {
        guard let key = unsafe ParsedCertificate.key(inPEM: pem) else { return nil }
        unsafe pointer = key
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// In PKCS#8 without a passphrase.
    var pem: [UInt8] {
        let text = unsafe ParsedCertificate.printed {
            unsafe PEM_write_bio_PKCS8PrivateKey($0, pointer, nil, nil, 0, nil, nil)
        }
        return Array(text.utf8)
    }
}
