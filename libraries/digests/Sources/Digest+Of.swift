extension Digest {
    /// The SHA-256 digest of these bytes.
    public static func of(_ bytes: RawSpan) -> Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    /// The SHA-256 digest of these bytes.
    public static func of(_ bytes: [UInt8]) -> Digest {
        // Safe: bytes have no padding.
        of(unsafe bytes.span.bytes)
    }

    /// The SHA-256 digest of the text's UTF-8 bytes.
    public static func of(_ text: String) -> Digest {
        // Safe: bytes have no padding.
        of(unsafe text.utf8.span.bytes)
    }
}
