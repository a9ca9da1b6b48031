/// A message that is part of the program: a pointer field's default, or a constant.
@frozen
public struct ConstantMessage: Sendable {
    /// What the message is about.
    public let pointer: PointerReader

    /// A message of one segment with these words, of which the first is the root pointer; there is at least one.
    public init(words: [UInt64]) {
        let memory = WordMemory(wordCount: words.count)
        for (index, word) in words.enumerated() {
            // `memory` has as many words.
            unsafe memory.base.storeBytes(of: word, toByteOffset: index * 8, as: UInt64.self)
        }
        let segment = unsafe Segment(base: UnsafeRawPointer(memory.base), wordCount: words.count)
        let arena = ReadArena(only: segment, owner: memory, limits: .trusted())
        // The first word of the segment.
        unsafe pointer = PointerReader(
            arena: arena, location: segment.base, segmentIndex: 0, nesting: arena.nestingLevels)
    }
}
