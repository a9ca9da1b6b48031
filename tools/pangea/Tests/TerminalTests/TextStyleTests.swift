import Terminal
import Testing

@Suite struct TextStyleTests {
    @Test(
        arguments: [
            (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
            (true, ["TERM": "dumb"], false),
        ] as [(Bool, [String: String], Bool)])
    func `colours are for terminals alone, and never under NO_COLOR`(
        isTerminal: Bool, environment: [String: String], hasColours: Bool
    ) {
        let style = TextStyle(isTerminal: isTerminal, environment: environment)
        #expect(style.hasColours == hasColours)
        #expect(style.text("text", .bad) == (hasColours ? "\u{1b}[31mtext\u{1b}[0m" : "text"))
    }
}
