import Foundation
import Hosting
import Testing

@Suite struct LineLogHandlerTests {
    private func line(_ message: String, _ pairs: [(String, String)], _ format: LoggingOptions.Format) -> String {
        LineLogHandler.line(
            time: "2026-01-02T03:04:05.678Z", level: .notice, label: "trainer", message: message, pairs: pairs,
            format: format)
    }

    @Test func `a text line has time, level, service, message and fields`() {
        #expect(
            line("joined", [("name", "one"), ("reason", "two words"), ("empty", "")], .text)
                == "2026-01-02T03:04:05.678Z notice trainer: joined name=one reason=\"two words\" empty=\"\"\n")
    }

    @Test func `whatever is logged stays one line`() {
        #expect(
            line("a\nb", [("k", "c\nd")], .text)
                == "2026-01-02T03:04:05.678Z notice trainer: a b k=\"c\\nd\"\n")
    }

    @Test(arguments: ["plain", "with \"quotes\" \\ and\nlines", "\u{1}\u{1f}", "é😀"])
    func `a JSON line is one object, whatever is logged`(text: String) throws {
        let line = line(text, [("key", text)], .json)
        #expect(line.hasSuffix("\n") && !line.dropLast().contains("\n"))
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(
            object == [
                "time": "2026-01-02T03:04:05.678Z", "level": "notice", "service": "trainer", "message": text,
                "key": text,
            ])
    }
}
