internal import Digests

/// A digest inside a checkpoint, over all of the file's bytes but its own.
///
/// It stands in the metadata; what is digested is the file with zeros in its place.
enum CheckpointSeal {
    /// The digest's name in the metadata.
    static let key = "pangea.sha256"
    /// What stands in the digest's place while it is computed.
    static let blank = String(repeating: "0", count: 64)

    /// Throws a `CheckpointError` unless the bytes are exactly those that were sealed.
    static func verify(_ bytes: [UInt8]) throws(CheckpointError) {
        guard let name = bytes.firstRange(of: Array("\"\(key)\":\"".utf8)), bytes.count >= name.upperBound + 64 else {
            throw .metadata(key, expected: "a digest", found: "none")
        }
        let place = name.upperBound..<name.upperBound + 64
        var hash = SHA256()
        // Every element of UInt8 is initialised memory.
        let all = unsafe bytes.span.bytes
        hash.update(all.extracting(0..<place.lowerBound))
        hash.update(blank)
        hash.update(all.extracting(place.upperBound..<bytes.count))
        let found = "\(hash.finalize())"
        let expected = String(decoding: bytes[place], as: UTF8.self)
        guard found == expected else { throw .damaged(expected: expected, found: found) }
    }
}

extension TensorImage {
    /// Puts the digest into the metadata; nothing may be added behind it.
    mutating func seal() throws {
        add(CheckpointSeal.blank, named: CheckpointSeal.key)
        add("\(try digest())", named: CheckpointSeal.key)
    }
}
