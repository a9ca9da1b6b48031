/// A job file for a data file, and what was guessed on the way.
package struct JobDraft: Sendable {
    /// The job file.
    package let yaml: String
    /// What was guessed, and why.
    package let guesses: [Guess]
}
