package import Foundation
private import Synchronization
internal import Terminal

/// Shows a run on a descriptor as it goes on: redrawn on a terminal, in plain lines elsewhere.
package final class RunDisplay: Sendable {
    private struct Shown {
        var frame = TerminalFrame()
        var report = PlainReport()
    }

    private let output: FileHandle
    private let isTerminal: Bool
    private let style: TextStyle
    private let address: String?
    private let shown = Mutex(Shown())

    /// A display; `address` is where the run's dashboard is.
    package init(on output: FileHandle = .standardError, address: String?) {
        self.output = output
        self.address = address
        isTerminal = isatty(output.fileDescriptor) == 1
        style = TextStyle(of: output.fileDescriptor)
    }

    /// Shows how the run stands; what is shown last stays.
    package func show(_ picture: RunPicture, isLast: Bool = false) {
        shown.withLock { shown in
            guard isTerminal else { return write(plain: shown.report.lines(of: picture, at: .now)) }
            let size = TerminalSize(of: output.fileDescriptor)
            let view = RunView(width: size.columns, height: size.rows, style: style)
            write(shown.frame.draw(view.lines(of: picture, address: address)))
            if isLast { shown.frame = TerminalFrame() }
        }
    }

    /// Says something that stays above what is redrawn.
    package func say(_ text: String) {
        shown.withLock { shown in write((isTerminal ? shown.frame.clear() : "") + text + "\n") }
    }

    private func write(plain lines: [String]) {
        if !lines.isEmpty { write(lines.map { $0 + "\n" }.joined()) }
    }

    /// A terminal that is gone ends nothing.
    private func write(_ text: String) { try? output.write(contentsOf: Data(text.utf8)) }
}
