internal import CLibcrypto

/// GMAC with AES-256 (NIST SP 800-38D): the code of GCM over bytes that aren't encrypted, done by libcrypto.
///
/// Much faster than a code that is made of a digest where the processor multiplies without carries, as all of x86-64 have
/// for ten years. A key may give one code a nonce: two would give the key's secret away.
@safe public struct GMAC: ~Copyable {
    /// Bytes of a key.
    public static let keyByteCount = 32
    /// Bytes of a nonce.
    public static let nonceByteCount = 12
    /// Bytes of a code.
    public static let codeByteCount = 16

    // Owned by this value alone: made in init, freed in deinit, never handed out.
    private let context: OpaquePointer

    /// Starts with a secret key of ``keyByteCount`` bytes.
    public init(key: [UInt8]) {
        precondition(key.count == Self.keyByteCount, "GMAC: expected a key of 32 bytes, got \(key.count)")
        // libcrypto fails here only without memory or without its own default provider: nothing to go on with.
        guard let algorithm = unsafe EVP_MAC_fetch(nil, OSSL_MAC_NAME_GMAC, nil) else {
            fatalError("GMAC: libcrypto offers no GMAC")
        }
        defer { unsafe EVP_MAC_free(algorithm) }
        guard let context = unsafe EVP_MAC_CTX_new(algorithm) else { fatalError("GMAC: libcrypto has no memory") }
        unsafe self.context = context
        var name = Array("AES-256-GCM".utf8CString)
        let status = unsafe name.withUnsafeMutableBufferPointer { name in
            // The parameters are read within the call.
            var parameters = unsafe [
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name.baseAddress, 0),
                OSSL_PARAM_construct_end(),
            ]
            return unsafe EVP_MAC_init(context, key, key.count, &parameters)
        }
        precondition(status == 1, "GMAC: libcrypto refused the key")
    }

    deinit {
        unsafe EVP_MAC_CTX_free(context)
    }

    /// The code of `head` and, behind it, `body`, under a nonce of ``nonceByteCount`` bytes that this key has never had.
    public mutating func code(of head: [UInt8], _ body: RawSpan, nonce: [UInt8]) -> [UInt8] {
        precondition(nonce.count == Self.nonceByteCount, "GMAC: expected a nonce of 12 bytes, got \(nonce.count)")
        begin(nonce)
        // Safe: bytes have no padding.
        update(unsafe head.span.bytes)
        update(body)
        var code = [UInt8](repeating: 0, count: Self.codeByteCount)
        var byteCount = 0
        let status = unsafe EVP_MAC_final(context, &code, &byteCount, code.count)
        precondition(status == 1 && byteCount == code.count, "GMAC: libcrypto gave no code")
        return code
    }

    private func begin(_ nonce: [UInt8]) {
        var nonce = nonce
        let status = unsafe nonce.withUnsafeMutableBytes { nonce in
            // The parameters are read within the call.
            var parameters = unsafe [
                OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_IV, nonce.baseAddress, nonce.count),
                OSSL_PARAM_construct_end(),
            ]
            // Without a key: the one that is there.
            return unsafe EVP_MAC_init(context, nil, 0, &parameters)
        }
        precondition(status == 1, "GMAC: libcrypto refused the nonce")
    }

    private func update(_ bytes: RawSpan) {
        // The pointer is used within the call only; EVP_MAC_update reads exactly `count` bytes.
        let status = unsafe bytes.withUnsafeBytes {
            unsafe EVP_MAC_update(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
        }
        precondition(status == 1, "GMAC: libcrypto refused bytes")
    }
}
