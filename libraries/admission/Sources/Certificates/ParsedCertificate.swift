internal import CLibcrypto
internal import Foundation

/// A certificate in libcrypto's hands; this folder is the one place that calls it about
/// certificates.
@safe final class ParsedCertificate {
    /// Owned by this object alone: made in init, freed in deinit, handed out only for the time of a call.
    let pointer: OpaquePointer

    /// Reads one certificate in DER, with nothing behind it; nil for other bytes.
    init?(der: [UInt8]) {
        let parsed: OpaquePointer? = unsafe der.withUnsafeBufferPointer { bytes in
            // libcrypto reads within the buffer, and moves `start` behind what it has read.
            var start = bytes.baseAddress
            guard let parsed = unsafe d2i_X509(nil, &start, bytes.count) else { return nil }
            guard let end = unsafe bytes.baseAddress.map({ unsafe $0 + bytes.count }), unsafe start == end else {
                unsafe X509_free(parsed)
                return nil
            }
            return unsafe parsed
        }
        ERR_clear_error()
        guard let parsed = unsafe parsed else { return nil }
        unsafe pointer = parsed
    }

    deinit {
        unsafe X509_free(pointer)
    }

    /// The certificates of a text in PEM, in DER and in their order; what stands between them doesn't matter.
    static func der(inPEM text: [UInt8]) -> [[UInt8]] {
        unsafe withMemory(text) { memory in
            var all: [[UInt8]] = []
            while let certificate = unsafe PEM_read_bio_X509(memory, nil, nil, nil) {
                defer { unsafe X509_free(certificate) }
                all.append(unsafe der(of: certificate))
            }
            return all
        }
    }

    /// Whether a text in PEM has a private key that isn't encrypted; nil where it has none, else whether it is this
    /// certificate's.
    func isOwner(ofKeyInPEM text: [UInt8]) -> Bool? {
        guard let key = unsafe Self.key(inPEM: text) else { return nil }
        defer { unsafe EVP_PKEY_free(key) }
        defer { ERR_clear_error() }
        return unsafe X509_check_private_key(pointer, key) == 1
    }

    /// A key for who frees it.
    static func key(inPEM text: [UInt8]) -> OpaquePointer? {
        unsafe withMemory(text) { memory in
            // Where a passphrase is asked for, this one is taken, and nobody is asked at a terminal.
            var passphrase: [CChar] = [0]
            return unsafe PEM_read_bio_PrivateKey(memory, nil, nil, &passphrase)
        }
    }

    // MARK: What it says

    /// Whether it may sign others.
    var isAuthority: Bool { unsafe X509_check_ca(pointer) == 1 }

    /// For which sides of a connection it is; both where it doesn't say.
    var sides: Set<CertificateProblem.Side> {
        let usage = unsafe X509_get_extended_key_usage(pointer)
        var sides: Set<CertificateProblem.Side> = []
        if usage & UInt32(XKU_SSL_SERVER) != 0 { sides.insert(.listening) }
        if usage & UInt32(XKU_SSL_CLIENT) != 0 { sides.insert(.dialling) }
        return sides
    }

    var subject: String { unsafe Self.text(of: X509_get_subject_name(pointer)) }
    var issuer: String { unsafe Self.text(of: X509_get_issuer_name(pointer)) }
    var validFrom: Date? { unsafe Self.date(of: X509_get0_notBefore(pointer)) }
    var validUntil: Date? { unsafe Self.date(of: X509_get0_notAfter(pointer)) }

    /// Names of hosts and roles, and addresses.
    var names: [String] {
        let index = unsafe X509_get_ext_by_NID(pointer, NID_subject_alt_name, -1)
        guard index >= 0, let names = unsafe X509_get_ext(pointer, index) else { return [] }
        let text = unsafe Self.printed { unsafe X509V3_EXT_print($0, names, 0, 0) }
        return text.replacing("\n", with: "?").split(separator: ", ").map { part in
            for kind in ["DNS:", "IP Address:"] where part.hasPrefix(kind) { return String(part.dropFirst(kind.count)) }
            return String(part)
        }
    }

    /// Whether it is for a host, an address or a role; the subject, which holds no names, isn't looked at.
    func isFor(_ name: String) -> Bool {
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return unsafe X509_check_ip_asc(pointer, name, flags) == 1
            || X509_check_host(pointer, name, name.utf8.count, flags, nil) == 1
    }

    // MARK: libcrypto's values

    /// A certificate that libcrypto holds, in DER.
    static func der(of certificate: OpaquePointer) -> [UInt8] {
        var start: UnsafeMutablePointer<UInt8>?
        let count = unsafe i2d_X509(certificate, &start)
        guard count > 0, let start = unsafe start else { return [] }
        defer { unsafe CRYPTO_free(start, nil, 0) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }

    private static func withMemory<Value>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Value) -> Value {
        guard let memory = unsafe BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else {
            fatalError("ParsedCertificate: libcrypto has no memory")
        }
        // It views the array, which is kept up to here.
        defer { withExtendedLifetime(bytes) { _ = unsafe BIO_free(memory) } }
        defer { ERR_clear_error() }
        return unsafe body(memory)
    }

    /// What libcrypto prints, at most 4 KiB of it, without what could move a terminal's cursor.
    static func printed(_ print: (OpaquePointer) -> Int32) -> String {
        guard let memory = unsafe BIO_new(BIO_s_mem()) else {
            fatalError("ParsedCertificate: libcrypto has no memory")
        }
        defer { _ = unsafe BIO_free(memory) }
        guard unsafe print(memory) >= 0 else { return "?" }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe BIO_read(memory, &bytes, Int32(bytes.count))
        return String(
            String(decoding: bytes.prefix(Int(max(0, count))), as: UTF8.self).unicodeScalars.map {
                $0.properties.generalCategory == .control && $0 != "\n" ? "?" : Character($0)
            })
    }

    private static func text(of name: OpaquePointer?) -> String {
        guard let name = unsafe name else { return "?" }
        // Control characters are escaped.
        return unsafe printed { unsafe X509_NAME_print_ex($0, name, 0, NAME_FORMAT_RFC2253) }
    }

    private static func date(of time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var parts = unsafe tm()
        guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return unsafe Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
    }
}
