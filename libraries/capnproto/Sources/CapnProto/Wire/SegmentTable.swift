/// The table in front of a message in a stream or file: how many segments there are, and how large each is.
///
/// A receiver reads it first, and can then allocate exactly what the message needs.
public struct SegmentTable: Equatable, Sendable {
    /// Words of each segment, in order.
    public let wordCounts: [Int]

    /// A table of segments that exist.
    init(wordCounts: [Int]) {
        self.wordCounts = wordCounts
    }

    /// Reads the table at the start of `bytes`, which must have at least `headerByteCount` of them.
    ///
    /// Throws `.truncated` when they haven't, `.tooManySegments` and `.messageTooLarge` when the table asks for more
    /// than the limits.
    public init(parsing bytes: RawSpan, limits: ReadLimits = .default) throws(WireError) {
        let headerByteCount = try Self.headerByteCount(of: bytes, limits: limits)
        guard bytes.byteCount >= headerByteCount else {
            throw .truncated(expectedByteCount: headerByteCount, actualByteCount: bytes.byteCount)
        }
        let count = Int(Self.word(of: bytes, at: 0)) + 1
        var total = 0
        var wordCounts: [Int] = []
        wordCounts.reserveCapacity(count)
        for index in 0..<count {
            let wordCount = Int(Self.word(of: bytes, at: 4 * (index + 1)))
            // At most 2^32 segments of 2^35 bytes, which `limits.segments` has cut down.
            total = total.addingReportingOverflow(wordCount * 8).overflow ? .max : total + wordCount * 8
            wordCounts.append(wordCount)
        }
        guard total <= limits.totalBytes else { throw .messageTooLarge(byteCount: total, limit: limits.totalBytes) }
        self.wordCounts = wordCounts
    }

    /// Bytes of the table at the start of `prefix`, which must have at least 4 of them.
    ///
    /// Throws `.truncated` when it hasn't, and `.tooManySegments` when the table asks for more than the limit.
    public static func headerByteCount(of prefix: RawSpan, limits: ReadLimits = .default) throws(WireError) -> Int {
        guard prefix.byteCount >= 4 else { throw .truncated(expectedByteCount: 4, actualByteCount: prefix.byteCount) }
        // In 64 bits, where 0xFFFFFFFF + 1 isn't 0.
        let count = Int(word(of: prefix, at: 0)) + 1
        guard count <= limits.segments else { throw .tooManySegments(count: count, limit: limits.segments) }
        return headerByteCount(segmentCount: count)
    }

    /// The words of a message's only segment, which follow the first 8 of `bytes`; nil when it has more segments, or too
    /// few bytes to say.
    ///
    /// Nearly every message has one, and this needs no table. Throws `.truncated` and `.messageTooLarge`.
    static func onlyWordCount(of bytes: UnsafeRawBufferPointer, limits: ReadLimits) throws(WireError) -> Int? {
        guard bytes.count >= 8, limits.segments > 0 else { return nil }
        // The first half counts segments but one, the other half the words of the first; there are 8 bytes.
        let word = UInt64(littleEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
        guard UInt32(truncatingIfNeeded: word) == 0 else { return nil }
        let wordCount = Int(word >> 32)
        let byteCount = wordCount &* 8
        guard byteCount <= limits.totalBytes else {
            throw .messageTooLarge(byteCount: byteCount, limit: limits.totalBytes)
        }
        guard bytes.count &- 8 >= byteCount else {
            throw .truncated(expectedByteCount: 8 + byteCount, actualByteCount: bytes.count)
        }
        return wordCount
    }

    /// Bytes of this table.
    public var headerByteCount: Int { Self.headerByteCount(segmentCount: wordCounts.count) }

    /// Bytes of the segments behind the table.
    public var bodyByteCount: Int { wordCounts.reduce(0) { $0 + $1 * 8 } }

    /// The table as bytes, padded to a multiple of 8.
    public func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headerByteCount)
        for number in [wordCounts.count - 1] + wordCounts {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        while bytes.count % 8 != 0 { bytes.append(0) }
        return bytes
    }

    private static func headerByteCount(segmentCount: Int) -> Int { (segmentCount / 2 + 1) * 8 }

    private static func word(of bytes: RawSpan, at offset: Int) -> UInt32 {
        // Any four bytes are a valid number, and the span checks its bounds.
        UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
