/// A job file for a data file, and what was guessed on the way.
struct JobDraft {
    /// The job file.
    let yaml: String
    /// What was guessed, and why.
    let guesses: [Guess]
}
