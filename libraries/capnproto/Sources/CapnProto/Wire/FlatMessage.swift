/// A message in one piece: segment table and segments one behind the other, as a file or a stream has them.
///
/// It never changes, and its copies share the bytes.
@safe
public struct FlatMessage: @unchecked Sendable {
    // Sendable: written before anybody else sees it. The header says how many bytes there are; the words lie behind it in
    // the same allocation.
    private let storage: ManagedBuffer<Int, UInt64>

    /// Puts the parts of a message one behind the other.
    init(_ message: OutgoingMessage) {
        let byteCount = message.byteCount
        storage = .create(minimumCapacity: byteCount / 8) { _ in byteCount }
        // As many whole words as the message has bytes.
        unsafe storage.withUnsafeMutablePointerToElements { words in
            unsafe message.write(to: UnsafeMutableRawBufferPointer(start: words, count: byteCount))
        }
    }

    /// How many bytes there are.
    public var byteCount: Int { storage.header }

    /// The bytes, which start on a multiple of 8.
    ///
    /// They are valid and unchanged as long as this message or a copy of it is used.
    @unsafe public var bytes: UnsafeRawBufferPointer {
        unsafe storage.withUnsafeMutablePointers { byteCount, words in
            unsafe UnsafeRawBufferPointer(start: words, count: byteCount.pointee)
        }
    }

    /// The message read in place.
    public func reader(limits: ReadLimits = .trusted()) throws(WireError) -> MessageReader {
        // The arena keeps the storage, which nobody writes any more.
        MessageReader(arena: unsafe try .inPlace(bytes, owner: storage, limits: limits))
    }
}
