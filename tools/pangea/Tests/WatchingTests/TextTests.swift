import Terminal
import Testing
import Watching

@Suite struct TextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567"),
    ])
    func `counts have commas`(number: UInt64, text: String) { #expect(Figures.count(number) == text) }

    @Test(arguments: [
        (0, "0 s"), (59.4, "59 s"), (59.6, "1:00"), (187, "3:07"), (7387, "2:03:07"), (.nan, "-"), (-1, "-"),
        (.infinity, "-"), (1e300, "-"),
    ])
    func `times read as clocks do`(seconds: Double, text: String) { #expect(Figures.time(seconds) == text) }

    @Test(arguments: [
        (9.66, "9.7"), (100, "100"), (41_200.4, "41,200"), (.nan, "-"), (-1, "-"), (1e300, "1,000,000,000,000,000"),
    ])
    func `rates have as many digits as matter`(rate: Double, text: String) { #expect(Figures.rate(rate) == text) }

    @Test(arguments: [
        (true, ["LANG": "C.UTF-8"], true, true), (false, ["LANG": "C.UTF-8"], false, true),
        (true, ["NO_COLOR": "1", "LANG": "en_US.utf8"], false, true), (true, ["NO_COLOR": ""], true, false),
        (true, ["TERM": "dumb"], false, false), (true, ["LC_ALL": "C", "LANG": "C.UTF-8"], true, false),
        (true, ["LC_ALL": "", "LANG": "C.UTF-8"], true, true),
    ])
    func `colours are for terminals that want them, Unicode for its locales`(
        isTerminal: Bool, environment: [String: String], hasColours: Bool, hasUnicode: Bool
    ) {
        let style = TextStyle(isTerminal: isTerminal, environment: environment)
        #expect((style.hasColours, style.hasUnicode) == (hasColours, hasUnicode))
    }

    @Test func `a frame is drawn in the place of the one before`() {
        var frame = TerminalFrame()
        #expect(frame.draw(["a", "b"]) == "a\u{1b}[K\nb\u{1b}[K\n")
        #expect(frame.draw(["c"]) == "\u{1b}[2A\rc\u{1b}[K\n\u{1b}[J", "the second one is gone")
        #expect(frame.clear() == "\u{1b}[1A\r\u{1b}[J")
        #expect(frame.clear() == "")
        #expect(frame.draw(["d"]) == "d\u{1b}[K\n")
    }
}
