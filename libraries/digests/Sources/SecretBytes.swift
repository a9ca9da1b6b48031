internal import CLibcrypto

/// What may be done with bytes that must not be guessed.
public enum SecretBytes {
    /// Bytes that nobody can foretell, from libcrypto's generator, which the system seeds.
    public static func random(count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let status = unsafe RAND_bytes(&bytes, Int32(clamping: count))
        // Weak secrets are worse than none.
        precondition(status == 1, "SecretBytes: libcrypto has no random bytes")
        return bytes
    }

    /// Whether both are the same; how long that takes tells nothing of where they differ.
    public static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        // It reads exactly the bytes of both.
        unsafe one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }
}
