internal import Digests

/// The codes of the records of one direction.
///
/// A record is its payload's length (four bytes, the lowest first), the payload, and the first 16 bytes of an
/// HMAC-SHA-256 of the record's number (eight bytes, the lowest first), the length and the payload. The number is in no
/// record: one that is left out, sent twice or out of its turn has a wrong code.
public struct RecordSeal: ~Copyable {
    /// Bytes of the largest payload.
    ///
    /// Stops a peer that announces more than is worth waiting for: nobody believes a byte before its code.
    public static let mostBytes = 64 << 10
    /// Bytes in front of a payload.
    public static let headByteCount = 4
    /// Bytes of a code; RFC 2104 asks for half of the digest's at least.
    public static let codeByteCount = 16

    /// The number of the next record, from 0 on.
    public private(set) var number: UInt64 = 0
    private var authentication: HMACSHA256

    /// The codes under a session's key of one direction.
    public init(key: [UInt8]) {
        authentication = HMACSHA256(key: key)
    }

    /// The code of the next record.
    public mutating func code(of payload: RawSpan) -> [UInt8] {
        var head = Self.bytes(of: number)
        head += Self.head(byteCount: payload.byteCount)
        authentication.update(head)
        authentication.update(payload)
        number += 1
        return Array(authentication.finalize().bytes.prefix(Self.codeByteCount))
    }

    /// Holds the next record against its code.
    ///
    /// Throws `.forgedRecord`.
    public mutating func check(_ payload: RawSpan, against code: [UInt8]) throws(AdmissionError) {
        let number = number
        guard SecretBytes.areEqual(self.code(of: payload), code) else { throw .forgedRecord(number: number) }
    }

    /// What stands in front of a payload of so many bytes.
    public static func head(byteCount: Int) -> [UInt8] {
        bytes(of: UInt32(truncatingIfNeeded: byteCount))
    }

    /// The length that stands in front of a payload.
    ///
    /// Throws `.badRecord` for one that there can't be.
    public static func byteCount(in head: UInt32) throws(AdmissionError) -> Int {
        guard (1...UInt32(mostBytes)).contains(head) else { throw .badRecord(byteCount: head) }
        return Int(head)
    }

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
