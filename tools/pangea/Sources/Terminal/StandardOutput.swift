internal import Foundation

/// Standard output by whole lines that don't wait in a buffer: whoever reads a pipe gets each when it is printed.
package enum StandardOutput {
    /// Prints a line; who doesn't read it any longer ends nothing.
    package static func line(_ text: String) { self.text(text + "\n") }

    /// Prints a text as it is.
    package static func text(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }
}
