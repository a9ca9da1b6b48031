/// What is answered where the answer can't be had.
package struct ErrorAnswer: Codable, Hashable, Sendable {
    /// What is wrong.
    package struct Problem: Codable, Hashable, Sendable {
        /// A word for programs.
        package let code: String
        /// A sentence for people: what was asked, what was expected, what came.
        package let message: String
    }

    package let error: Problem

    /// A problem with its code and a sentence.
    package init(_ code: String, _ message: String) { error = Problem(code: code, message: message) }
}
