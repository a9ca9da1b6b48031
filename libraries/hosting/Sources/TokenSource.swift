internal import Admission

/// Where a token comes from: a file or a variable, and never the command line, which every user of a machine can read.
struct TokenSource {
    /// The flag that names the file.
    let flag: String
    /// The variable that holds the token itself; one that is empty counts as one that isn't set.
    let variable: String

    /// The token of a file, where one is named, or of an environment; nil for neither.
    ///
    /// Throws a `ServiceFailure` for a file that holds none, and where there are both.
    func token<Token: SecretToken>(inFile path: String?, or environment: [String: String]) throws -> Token? {
        let text = environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        do {
            switch (path, text) {
            case (let path?, nil): return try Token(contentsOf: path)
            case (nil, let text?): return try Token(text)
            case (nil, nil): return nil
            case (_?, _?): throw ServiceFailure(.usage, "expected \(flag) or \(variable), found both")
            }
        } catch let error as AdmissionError {
            throw ServiceFailure(.badInput, path == nil ? variable : flag, cause: error)
        }
    }
}
