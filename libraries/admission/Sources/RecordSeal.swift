internal import Digests

/// The codes of the records of one direction.
///
/// A record is its payload's length (four bytes, the lowest first), the payload, and a GMAC of both. The nonce is the
/// record's number (twelve bytes, the lowest first), which is in no record: one that is left out, sent twice or out of its
/// turn has a wrong code.
public struct RecordSeal: ~Copyable {
    /// Bytes of the largest payload.
    ///
    /// Stops a peer that announces more than is worth waiting for: nobody believes a byte before its code.
    public static let mostBytes = 16 << 10
    /// Bytes in front of a payload.
    public static let headByteCount = 4
    /// Bytes of a code.
    public static let codeByteCount = GMAC.codeByteCount

    /// The number of the next record, from 0 on.
    public private(set) var number: UInt64 = 0
    private var authentication: GMAC

    /// The codes under a session's key of one direction, 32 bytes that nothing else is done with.
    public init(key: [UInt8]) {
        authentication = GMAC(key: key)
    }

    /// The code of the next record.
    public mutating func code(of payload: RawSpan) -> [UInt8] {
        let nonce = Self.bytes(of: number) + Self.bytes(of: UInt32.zero)
        number += 1
        return authentication.code(of: Self.head(byteCount: payload.byteCount), payload, nonce: nonce)
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
