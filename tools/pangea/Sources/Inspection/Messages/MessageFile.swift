internal import CapnProto

/// Messages that lie one behind the other in a file, packed or not.
struct MessageFile {
    /// How messages are written.
    enum Encoding: String, Encodable, CaseIterable {
        /// With a segment table, as on a connection.
        case framed
        /// The same with its zeros left out.
        case packed
    }

    /// The most bytes of a file, and of all that is printed of it: a few packed zeros can stand for gigabytes.
    static let mostBytes = 256 << 20
    /// What reading one message may cost: as much as the largest one has, so that none is printed many times over.
    private static let limits = ReadLimits(traversalWords: 8 << 20, totalBytes: 64 << 20)

    /// The messages with their zeros.
    private let bytes: [UInt8]

    /// Takes the bytes of a file.
    ///
    /// Throws a `WireError` for packed bytes that end within a word, or stand for more than anybody reads.
    init(_ bytes: [UInt8], _ encoding: Encoding) throws(WireError) {
        switch encoding {
        case .framed: self.bytes = bytes
        case .packed: self.bytes = try Self.unpacked(bytes)
        }
    }

    private static func unpacked(_ packed: [UInt8]) throws(WireError) -> [UInt8] {
        var decoder = PackedDecoder()
        var unpacked: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 1 << 16)
        var offset = 0
        while true {
            // Every element of UInt8 is initialised memory, and may have any value.
            let rest = unsafe packed.span.bytes.extracting(droppingFirst: offset)
            var target = portion.mutableSpan
            var targetBytes = unsafe target.mutableBytes
            let (consumed, produced) = decoder.decode(rest, into: &targetBytes)
            offset += consumed
            unpacked += portion[..<produced]
            guard unpacked.count <= mostBytes else {
                throw .messageTooLarge(byteCount: unpacked.count, limit: mostBytes)
            }
            guard produced > 0 || consumed > 0 else { break }
        }
        guard offset == packed.count, !decoder.isInsideRun else {
            throw .truncated(expectedByteCount: packed.count + 1, actualByteCount: packed.count)
        }
        return unpacked
    }

    /// Gives `body` the messages in their order, each read only then, and collects what it makes of them.
    ///
    /// Throws a `WireError` for a message that isn't whole, and `.messageTooLarge` where there is more text than anybody
    /// reads.
    func map(_ body: (MessageReader) throws(WireError) -> String) throws(WireError) -> [String] {
        var texts: [String] = []
        var (offset, size) = (0, 0)
        repeat {
            // Every element of UInt8 is initialised memory.
            let rest = unsafe bytes.span.bytes.extracting(droppingFirst: offset)
            let table = try SegmentTable(parsing: rest, limits: Self.limits)
            let text = try body(try MessageReader(copying: rest, limits: Self.limits))
            offset += table.headerByteCount + table.bodyByteCount
            size += text.utf8.count
            guard size <= Self.mostBytes else { throw .messageTooLarge(byteCount: size, limit: Self.mostBytes) }
            texts.append(text)
        } while offset < bytes.count
        return texts
    }
}
