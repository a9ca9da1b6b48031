/// Bytes of messages written word by word, as their comments explain them.
public enum WordImage {
    /// A message whose segments have the words of `segments`, with its table.
    public static func message(_ segments: [UInt64]...) -> [UInt8] {
        var table = [UInt32(segments.count - 1)] + segments.map { UInt32($0.count) }
        if table.count % 2 != 0 { table.append(0) }
        return table.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
            + segments.joined().flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    /// A struct pointer.
    public static func structure(offset: Int32, dataWords: UInt16, pointers: UInt16) -> UInt64 {
        UInt64(UInt32(bitPattern: offset) << 2) | UInt64(dataWords) << 32 | UInt64(pointers) << 48
    }

    /// A list pointer; `size` is the three bits of the element size, 7 for structs, whose words `count` then is.
    public static func list(offset: Int32, size: UInt64, count: UInt64) -> UInt64 {
        UInt64(UInt32(bitPattern: offset) << 2) | 1 | size << 32 | count << 35
    }

    /// A far pointer, or a double-far one.
    public static func far(segment: UInt32, word: UInt32, isDouble: Bool = false) -> UInt64 {
        2 | (isDouble ? 4 : 0) | UInt64(word << 3) | UInt64(segment) << 32
    }

    /// The tag in front of a struct list's elements.
    public static func tag(count: UInt32, dataWords: UInt16, pointers: UInt16) -> UInt64 {
        UInt64(count << 2) | UInt64(dataWords) << 32 | UInt64(pointers) << 48
    }
}
