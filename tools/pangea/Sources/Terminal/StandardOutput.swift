internal import Foundation
internal import Hosting

/// Standard output by whole lines that don't wait in a buffer: whoever reads a pipe gets each when it is printed.
package enum StandardOutput {
    /// Prints a line; where nobody reads it any longer, there is nothing left to do.
    package static func line(_ text: String) { self.text(text + "\n") }

    /// Prints a text as it is, likewise.
    package static func text(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            exit(ExitStatus.ioFailure.rawValue)
        }
    }
}
