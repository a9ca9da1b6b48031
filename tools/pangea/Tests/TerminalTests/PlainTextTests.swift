import Terminal
import Testing

@Suite struct PlainTextTests {
    @Test(
        arguments: [
            ("plain äöü 漢字", "plain äöü 漢字"), ("red \u{1b}[31m", "red \\u{1b}[31m"), ("a\nb\u{7f}", "a\\u{a}b\\u{7f}"),
            ("\u{202e}evil", "\\u{202e}evil"), ("\u{9b}31m", "\\u{9b}31m"),
        ])
    func `what could steer a terminal is written as an escape`(text: String, plain: String) {
        #expect(PlainText.of(text) == plain)
    }

    @Test func `a long text is cut`() {
        #expect(PlainText.of(String(repeating: "x", count: 300), limit: 5) == "xxxxx…")
    }
}
