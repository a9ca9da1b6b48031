extension WireError: CustomStringConvertible {
    /// One sentence for a log: the thing, what was expected, what came.
    public var description: String {
        switch self {
        case .truncated(let expected, let actual):
            "message truncated: \(expected) bytes expected, \(actual) came"
        case .tooManySegments(let count, let limit):
            "message has too many segments: \(count), at most \(limit) allowed"
        case .messageTooLarge(let byteCount, let limit):
            "message too large: \(byteCount) bytes, at most \(limit) allowed"
        case .packedOverrun:
            "packed bytes: a run of words goes on behind the end of the message"
        case .misalignedSegment(let segment):
            "segment \(segment) isn't made of whole words that start on a multiple of 8 bytes"
        case .missingRoot:
            "message has no root pointer: its first segment is empty"
        case .outOfBounds(let segment, let firstWord, let wordCount, let segmentWordCount):
            "pointer out of bounds: \(wordCount) words from word \(firstWord) of segment \(segment), "
                + "which has \(segmentWordCount)"
        case .unknownSegment(let segment, let segmentCount):
            "far pointer to segment \(segment), the message has \(segmentCount)"
        case .malformedLandingPad(let segment, let word):
            "malformed landing pad of a far pointer: word \(word) of segment \(segment)"
        case .unexpectedPointer(let expected, let found):
            "\(expected) pointer expected, \(found) pointer found"
        case .incompatibleElements(let expected, let found):
            "list of \(expected) elements expected, list of \(found) elements found"
        case .malformedListTag(let found):
            "struct list's tag should be a struct pointer, \(found) pointer found"
        case .listTagOverrun(let elementCount, let wordsPerElement, let wordCount):
            "struct list of \(elementCount) elements of \(wordsPerElement) words overruns its \(wordCount) words"
        case .unterminatedText(let byteCount):
            "text of \(byteCount) bytes doesn't end in NUL"
        case .invalidText(let byteCount):
            "text of \(byteCount) bytes isn't valid UTF-8"
        case .capabilityNotCopyable:
            "capability pointer can't be copied between messages"
        case .traversalLimitExceeded(let wordLimit):
            "traversal limit exceeded: more than \(wordLimit) words visited"
        case .nestingLimitExceeded:
            "nesting limit exceeded: pointers are nested too deeply"
        case .partialElement(let byteCount, let elementByteCount):
            "\(byteCount) bytes aren't a whole number of elements of \(elementByteCount) bytes"
        case .misalignedElements(let alignment):
            "bytes don't start on a multiple of \(alignment) bytes"
        case .listTooLong(let count, let limit):
            "list too long: \(count) elements, the format holds \(limit)"
        case .listTooLarge(let wordCount, let limit):
            "struct list too large: \(wordCount) words, the format holds \(limit)"
        case .foreignOrphan:
            "an orphan can only be adopted by the message it was made in"
        case .builderFinished:
            "message was finished and can't be changed"
        case .missingSchema(let id):
            "the schema refers to node 0x\(String(id, radix: 16)), which it doesn't hold"
        case .malformedSchema(let id, let reason):
            "node 0x\(String(id, radix: 16)) of the schema is malformed: \(reason)"
        case .notInJSON(let type):
            "JSON can't hold a value of type \(type)"
        }
    }
}
