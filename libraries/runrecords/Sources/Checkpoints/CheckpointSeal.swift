public import Digests

/// A digest inside a checkpoint, over all of the file's bytes but its own.
///
/// It stands in the metadata; what is digested is the file with zeros in its place.
public struct CheckpointSeal: Sendable {
    /// The digest's name in the metadata.
    public static let key = "pangea.sha256"
    /// What stands in the digest's place while it is computed.
    public static let blank = String(repeating: "0", count: 64)

    /// What stands in the digest's place, which may be any text.
    public let expected: String
    private let place: Range<Int>

    /// Finds the digest in a file's `beginning`, which has the whole header.
    ///
    /// Throws `.metadata` where there is none.
    public init(in beginning: [UInt8]) throws(CheckpointError) {
        guard let name = beginning.firstRange(of: Array("\"\(Self.key)\":\"".utf8)),
            beginning.count - name.upperBound >= Self.blank.utf8.count
        else { throw .metadata(Self.key, expected: "a digest", found: "none") }
        place = name.upperBound..<name.upperBound + Self.blank.utf8.count
        expected = String(decoding: beginning[place], as: UTF8.self)
    }

    /// Takes the bytes in which the digest was found into `hash`; what follows them in the file is to be added as it is.
    public func hash(_ beginning: [UInt8], into hash: inout SHA256) {
        // Every element of UInt8 is initialised memory.
        let all = unsafe beginning.span.bytes
        hash.update(all.extracting(0..<place.lowerBound))
        hash.update(Self.blank)
        hash.update(all.extracting(place.upperBound..<beginning.count))
    }

    /// Throws `.damaged` unless `found` is the digest in the file.
    public func require(_ found: Digest) throws(CheckpointError) {
        guard "\(found)" == expected else { throw .damaged(expected: expected, found: "\(found)") }
    }

    /// Throws a `CheckpointError` unless the bytes are exactly those that were sealed.
    public static func verify(_ bytes: [UInt8]) throws(CheckpointError) {
        let seal = try CheckpointSeal(in: bytes)
        var hash = SHA256()
        seal.hash(bytes, into: &hash)
        try seal.require(hash.finalize())
    }
}
