internal import Datasets

/// Drafts a job for a text: a small GPT learns to write on.
struct TextDrafter: Drafter {
    private let text: TextSurvey
    private let trainingPath: String
    private let evaluationPath: String?

    /// The most different characters that each are a token.
    private static let largestAlphabet = 500

    /// Takes a text, and one to evaluate on if there is one; paths are as the job has them.
    ///
    /// Throws `.tooSmall` where the text has too little to split some off.
    init(_ text: TextSurvey, path: String, evaluationPath: String?) throws(DraftError) {
        self.text = text
        trainingPath = path
        self.evaluationPath = evaluationPath
        guard text.characterCount >= 2000 else {
            throw .tooSmall(path: text.path, expected: "at least 2000 characters", found: "\(text.characterCount)")
        }
    }

    private var isOfBytes: Bool { text.alphabetCount > Self.largestAlphabet }
    private var tokenCount: Int { isOfBytes ? text.byteCount : text.characterCount }
    private var context: Int { tokenCount < 20_000 ? 32 : tokenCount < 500_000 ? 64 : 128 }
    private var width: Int { tokenCount < 500_000 ? 64 : 128 }
    private var layers: Int { tokenCount < 500_000 ? 2 : 4 }
    private var share: String { tokenCount < 20_000 ? "0.1" : "0.05" }

    var pace: Pace {
        Pace(
            samples: tokenCount * 9 / 10 / context, batches: 16...32, steps: 500, epochs: 1...20, rate: "0.001")
    }

    private var splitReason: String {
        evaluationPath == nil ? "there is no text to evaluate on beside it" : "it is called like the text to train on"
    }

    var guesses: [Guess] {
        [
            Guess(
                what: "tokens", value: isOfBytes ? "bytes" : "characters",
                why: "there are \(text.alphabetCount) different characters"),
            Guess(what: "context", value: "\(context)", why: "\(tokenCount) tokens in all"),
            Guess(what: "split", value: evaluationPath ?? "the last \(share) of it", why: splitReason),
            Guess(what: "model", value: "gpt, \(layers) layers of \(width)", why: "\(tokenCount) tokens in all"),
        ]
    }

    func write(to yaml: inout YAMLText, splitSeed: Int) {
        yaml.section("data") { yaml in
            yaml.section("text") { yaml in
                yaml.list("training", [trainingPath])
                if let evaluationPath { yaml.list("evaluation", [evaluationPath]) }
                yaml.comment("Of \(tokenCount) tokens; what came longer ago isn't seen.")
                yaml.key("context", "\(context)")
                yaml.comment("There are \(text.alphabetCount) different characters.")
                yaml.key("tokens", isOfBytes ? "bytes" : "characters")
                yaml.key("windows", "random")
            }
            guard evaluationPath == nil else { return }
            yaml.comment("\(splitReason): the last tokens are kept for that.")
            yaml.section("split") { $0.key("evaluation", share) }
        }
        yaml.gap()
        yaml.comment("Wider and more layers write better, and learn slower.")
        yaml.section("model") { yaml in
            yaml.section("gpt") { yaml in
                yaml.key("width", "\(width)")
                yaml.key("heads", "4")
                yaml.key("layers", "\(layers)")
                yaml.key("dropout", "0.1")
            }
        }
        yaml.gap()
        yaml.section("evaluation") { $0.key("batch", "32") }
    }
}
