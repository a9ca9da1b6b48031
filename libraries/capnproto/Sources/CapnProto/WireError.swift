/// Why a message can't be read or built.
///
/// Each case carries the facts; `description` says what was expected and what came.
public enum WireError: Error, Equatable, Sendable {
    // Framing.

    /// Fewer bytes came than the message needs.
    case truncated(expectedByteCount: Int, actualByteCount: Int)
    /// The message has more segments than the reader's limit or the format allows.
    case tooManySegments(count: Int, limit: Int)
    /// The message is larger than the reader's limit.
    case messageTooLarge(byteCount: Int, limit: Int)
    /// A run of packed words goes on behind the end of the message.
    case packedOverrun
    /// Memory given for a segment doesn't start on a multiple of 8 bytes, or isn't a whole number of words.
    case misalignedSegment(segment: Int)

    // Pointers.

    /// The message has no word for its root pointer.
    case missingRoot
    /// An object lies outside its segment.
    case outOfBounds(segment: UInt32, firstWord: Int, wordCount: Int, segmentWordCount: Int)
    /// A far pointer names a segment that the message hasn't.
    case unknownSegment(segment: UInt32, segmentCount: Int)
    /// A far pointer's landing pad isn't what the format puts there.
    case malformedLandingPad(segment: UInt32, word: Int)
    /// A pointer leads to another kind of object than the schema says.
    case unexpectedPointer(expected: PointerKind, found: PointerKind)
    /// A list's elements can't be read as the ones that the schema says.
    case incompatibleElements(expected: ElementSize, found: ElementSize)
    /// A struct list's tag isn't a struct pointer.
    case malformedListTag(found: PointerKind)
    /// A struct list's elements take more words than the list has.
    case listTagOverrun(elementCount: Int, wordsPerElement: Int, wordCount: Int)
    /// A text is empty of even its terminator, or its last byte isn't NUL.
    case unterminatedText(byteCount: Int)
    /// A text isn't valid UTF-8.
    case invalidText(byteCount: Int)
    /// A capability or another pointer without meaning outside its connection was to be copied.
    case capabilityNotCopyable

    // Limits.

    /// The reader has visited more words than its limit; stops messages that point at the same object many times.
    case traversalLimitExceeded(wordLimit: Int)
    /// Pointers are nested deeper than the limit; stops messages that exhaust the stack.
    case nestingLimitExceeded

    // Typed views of bytes.

    /// The byte count isn't a multiple of the element's size.
    case partialElement(byteCount: Int, elementByteCount: Int)
    /// The memory isn't aligned for the element.
    case misalignedElements(alignment: Int)

    // Building.

    /// A list, text or data has more elements than the format can say.
    case listTooLong(count: Int, limit: Int)
    /// A struct list has more words than the format can say.
    case listTooLarge(wordCount: Int, limit: Int)
    /// An orphan was to be adopted by another message than its own.
    case foreignOrphan
    /// The message was finished and can't be changed any more.
    case builderFinished

    // Reflection.

    /// A schema refers to a node that nobody has.
    case missingSchema(id: UInt64)
    /// A schema's node isn't one that the schema language can make.
    case malformedSchema(id: UInt64, reason: String)
    /// JSON has nothing for values of a type.
    case notInJSON(type: String)
}
