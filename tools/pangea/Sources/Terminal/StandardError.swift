internal import Foundation

/// Standard error by whole lines, for what is said to a person beside the result.
package enum StandardError {
    /// Prints a line; who doesn't read it any longer ends nothing.
    package static func line(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }
}
