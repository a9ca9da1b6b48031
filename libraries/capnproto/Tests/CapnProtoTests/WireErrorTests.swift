import CapnProto
import Testing

/// The words of errors, which end up in logs.
struct WireErrorTests {
    @Test(arguments: [
        (
            WireError.truncated(expectedByteCount: 24, actualByteCount: 8),
            "message truncated: 24 bytes expected, 8 came"
        ),
        (.tooManySegments(count: 512, limit: 511), "message has too many segments: 512, at most 511 allowed"),
        (
            .outOfBounds(segment: 1, firstWord: 5, wordCount: 3, segmentWordCount: 6),
            "pointer out of bounds: 3 words from word 5 of segment 1, which has 6"
        ),
        (.unexpectedPointer(expected: .structure, found: .list), "struct pointer expected, list pointer found"),
        (
            .incompatibleElements(expected: .fourBytes, found: .bit),
            "list of four-byte elements expected, list of one-bit elements found"
        ),
        (.partialElement(byteCount: 6, elementByteCount: 4), "6 bytes aren't a whole number of elements of 4 bytes"),
    ])
    func `an error says what was expected and what came`(error: WireError, description: String) {
        #expect("\(error)" == description)
    }
}
