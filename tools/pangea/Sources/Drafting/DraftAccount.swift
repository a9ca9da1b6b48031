internal import Foundation
internal import Terminal

/// Tells what was guessed, what was found, and how to go on.
struct DraftAccount {
    private let outcome: DraftRequest.Outcome
    private let path: String?

    /// `path` is where the job is; nil where it went to standard output.
    init(_ outcome: DraftRequest.Outcome, path: String?) {
        self.outcome = outcome
        self.path = path
    }

    /// The command that trains the job; nil where it has no file.
    private var command: String? {
        guard let path else { return nil }
        let root = outcome.folder.isFound(byJobAt: path) ? "" : " --data-root \(Self.quoted(outcome.folder.root))"
        return "pangea run \(Self.quoted(path))\(root)"
    }

    /// A word of a shell.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            "-_./+,@%=:".utf8.contains(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        }
        return isPlain && !word.hasPrefix("-") ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }

    private var checked: String {
        let check = outcome.check
        let shape = check.inputShape.map(String.init).joined(separator: " x ")
        return "\(check.trainingSamples) samples of \(shape) to train on, \(check.evaluationSamples) to evaluate on, "
            + "\(check.parameters) parameters"
    }

    /// Lines for a person.
    func lines(_ style: TextStyle) -> [String] {
        let guesses = outcome.draft.guesses.map { guess in
            let name = guess.what.padding(toLength: 10, withPad: " ", startingAt: 0)
            return
                "  \(style.text(name, .faint))\(PlainText.of(guess.value)) \(style.text("(\(PlainText.of(guess.why, limit: 1000)))", .faint))"
        }
        let end = command.map { ["", "\(style.text("to train it:", .strong)) \(PlainText.of($0, limit: 1000))"] } ?? []
        return [style.text("guessed:", .strong)] + guesses
            + ["\(style.text("checked:", .strong)) \(checked)"] + (path.map { ["wrote \(PlainText.of($0))"] } ?? [])
            + end
    }

    private struct Printed: Encodable {
        let job: String?
        let name: String
        let dataRoot: String
        let command: String?
        let guesses: [Guess]
        let trainingSamples: Int
        let evaluationSamples: Int
        let inputShape: [Int]
        let parameters: Int
    }

    /// The same for a program, on one line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let check = outcome.check
        let printed = Printed(
            job: path, name: outcome.name, dataRoot: outcome.folder.root, command: command,
            guesses: outcome.draft.guesses, trainingSamples: check.trainingSamples,
            evaluationSamples: check.evaluationSamples, inputShape: check.inputShape, parameters: check.parameters)
        return String(decoding: try encoder.encode(printed), as: UTF8.self)
    }
}
