internal import Foundation
private import Synchronization

/// Shows how work goes on: on a terminal one line that is redrawn, elsewhere plain lines at a bounded rate.
public final class ProgressLine: Sendable {
    private struct Shown {
        var last: ContinuousClock.Instant?
        var width = 0
    }

    private let isTerminal: Bool
    private let interval: Duration
    private let shown = Mutex(Shown())
    private let write: @Sendable (String) -> Void

    /// Writes to standard error.
    public convenience init() {
        let isTerminal = isatty(STDERR_FILENO) == 1
        self.init(isTerminal: isTerminal, interval: isTerminal ? .milliseconds(100) : .seconds(5)) { text in
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    package init(isTerminal: Bool, interval: Duration, write: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.interval = interval
        self.write = write
    }

    /// Shows `text`, which has no line feed, unless the last one was shown too short a while ago.
    public func show(_ text: @autoclosure () -> String, isLast: Bool = false) {
        let now = ContinuousClock.now
        shown.withLock { shown in
            if !isLast, let last = shown.last, now - last < interval { return }
            shown.last = now
            let text = text()
            guard isTerminal else { return write(text + "\n") }
            let padding = String(repeating: " ", count: max(0, shown.width - text.count))
            shown.width = isLast ? 0 : text.count
            write("\r" + text + padding + (isLast ? "\n" : ""))
        }
    }
}
