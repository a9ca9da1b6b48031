internal import CLibcrypto

/// A SHA-256 computation over bytes that come in parts, done by libcrypto with the processor's instructions.
///
/// How the bytes are cut into parts doesn't change the digest.
@safe public struct SHA256: ~Copyable {
    // Owned by this value alone: made in init, freed in deinit, never handed out.
    private let context: OpaquePointer

    /// Starts a computation over no bytes yet.
    public init() {
        // libcrypto fails here only without memory or without its own default provider: nothing to go on with.
        guard let context = unsafe EVP_MD_CTX_new() else { fatalError("SHA256: libcrypto has no memory") }
        unsafe self.context = context
        start()
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes behind those added before.
    public mutating func update(_ bytes: RawSpan) {
        // The pointer is used within the call only; EVP_DigestUpdate reads exactly `count` bytes.
        let status = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(status == 1, "SHA256: libcrypto refused bytes")
    }

    /// Adds the UTF-8 bytes of a text, without any terminator.
    public mutating func update(_ utf8: String) {
        // Safe: bytes have no padding.
        update(unsafe utf8.utf8.span.bytes)
    }

    /// The digest of all bytes added so far.
    ///
    /// The computation then starts anew over no bytes.
    public mutating func finalize() -> Digest {
        var bytes = [UInt8](repeating: 0, count: Digest.byteCount)
        // SHA-256 writes 32 bytes, which is what the array holds.
        let status = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        guard status == 1, let digest = Digest(bytes: bytes) else { fatalError("SHA256: libcrypto gave no digest") }
        start()
        return digest
    }

    private func start() {
        let status = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
        precondition(status == 1, "SHA256: libcrypto offers no SHA-256")
    }
}
