internal import CLibcrypto

/// HMAC-SHA-256 (RFC 2104) under one key, over bytes that come in parts, done by libcrypto.
///
/// How the bytes are cut into parts doesn't change the code.
@safe public struct HMACSHA256: ~Copyable {
    // Owned by this value alone: made in init, freed in deinit, never handed out.
    private let context: OpaquePointer

    /// Starts a computation over no bytes yet.
    ///
    /// `key` is secret; any number of bytes will do, 32 use all that there is.
    public init(key: [UInt8]) {
        // libcrypto fails here only without memory or without its own default provider: nothing to go on with.
        guard let algorithm = unsafe EVP_MAC_fetch(nil, OSSL_MAC_NAME_HMAC, nil) else {
            fatalError("HMACSHA256: libcrypto offers no HMAC")
        }
        defer { unsafe EVP_MAC_free(algorithm) }
        guard let context = unsafe EVP_MAC_CTX_new(algorithm) else {
            fatalError("HMACSHA256: libcrypto has no memory")
        }
        unsafe self.context = context
        var name = Array("SHA256".utf8CString)
        let status = unsafe name.withUnsafeMutableBufferPointer { name in
            // The parameters are read within the call.
            var parameters = unsafe [
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0),
                OSSL_PARAM_construct_end(),
            ]
            // An empty key would mean "the key that is there" to libcrypto, where there is none yet: it takes one zero.
            let key = key.isEmpty ? [0] : key
            return unsafe EVP_MAC_init(context, key, key.count, &parameters)
        }
        precondition(status == 1, "HMACSHA256: libcrypto refused the key")
    }

    deinit {
        unsafe EVP_MAC_CTX_free(context)
    }

    /// Adds bytes behind those added before.
    public mutating func update(_ bytes: RawSpan) {
        // The pointer is used within the call only; EVP_MAC_update reads exactly `count` bytes.
        let status = unsafe bytes.withUnsafeBytes {
            unsafe EVP_MAC_update(context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
        }
        precondition(status == 1, "HMACSHA256: libcrypto refused bytes")
    }

    /// Adds bytes behind those added before.
    public mutating func update(_ bytes: [UInt8]) {
        // Safe: bytes have no padding.
        update(unsafe bytes.span.bytes)
    }

    /// The code of all bytes added so far.
    ///
    /// The computation then starts anew over no bytes, under the same key.
    public mutating func finalize() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        var byteCount = 0
        let status = unsafe EVP_MAC_final(context, &bytes, &byteCount, bytes.count)
        guard status == 1, byteCount == bytes.count, let digest = Digest(bytes: bytes) else {
            fatalError("HMACSHA256: libcrypto gave no code")
        }
        // Without a key: the one that is there.
        precondition(unsafe EVP_MAC_init(context, nil, 0, nil) == 1, "HMACSHA256: libcrypto doesn't begin anew")
        return digest
    }
}
