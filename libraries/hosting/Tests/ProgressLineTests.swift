import Hosting
import Synchronization
import Testing

@Suite struct ProgressLineTests {
    final class Screen: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func write(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private func shown(isTerminal: Bool, interval: Duration, _ body: (ProgressLine) -> Void) -> [String] {
        let screen = Screen()
        body(ProgressLine(isTerminal: isTerminal, interval: interval) { screen.write($0) })
        return screen.all
    }

    @Test func `on a terminal one line is redrawn, and nothing of a longer one stays`() {
        let texts = shown(isTerminal: true, interval: .zero) { line in
            line.show("step 10 of 20")
            line.show("step 9")
            line.show("done", isLast: true)
        }
        #expect(texts == ["\rstep 10 of 20", "\rstep 9       ", "\rdone  \n"])
    }

    @Test func `elsewhere lines are plain`() {
        let texts = shown(isTerminal: false, interval: .zero) { line in
            line.show("one")
            line.show("two", isLast: true)
        }
        #expect(texts == ["one\n", "two\n"])
    }

    @Test func `lines that come too fast are left out, but never the last`() {
        let texts = shown(isTerminal: false, interval: .seconds(3600)) { line in
            for step in 0..<100 { line.show("\(step)") }
            line.show("last", isLast: true)
        }
        #expect(texts == ["0\n", "last\n"])
    }
}
