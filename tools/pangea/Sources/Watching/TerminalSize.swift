internal import Foundation

/// How much fits on a terminal.
struct TerminalSize: Hashable, Sendable {
    let columns: Int
    let rows: Int

    /// That of the terminal behind a descriptor; 80 by 24 where it doesn't say.
    init(of descriptor: Int32) {
        var size = winsize()
        // The system writes into `size`, which is as large as it expects.
        let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_row > 0
        columns = isKnown ? Int(size.ws_col) : 80
        rows = isKnown ? Int(size.ws_row) : 24
    }
}
