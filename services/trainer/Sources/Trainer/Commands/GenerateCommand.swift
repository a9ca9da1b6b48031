internal import ArgumentParser
internal import Datasets
internal import Hosting
internal import ModelFiles

/// `trainer generate MODEL`: goes on with a text.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Go on with a text, with a model that was trained on texts.",
        discussion: """
            Prints the prompt and what the model goes on with, token by token. The same model, prompt and options give the \
            same text on every machine; another seed gives another one.

              trainer generate model.safetensors --prompt "In the beginning" --tokens 400
              trainer generate model.safetensors --prompt "And" --temperature 0.7 --top-k 20 --seed 3
            """)

    @OptionGroup var model: ModelOptions

    @Option(help: "The text to go on with; of a long one the last tokens count, as many as the model sees.")
    var prompt = "\n"

    @Option(help: "How many tokens to add.")
    var tokens = 200

    @Option(help: "Below 1 the likely becomes likelier; 0 always takes the likeliest.")
    var temperature = 1.0

    @Option(help: "Draw from so many of the likeliest tokens; from all if not given.")
    var topK: Int?

    @Option(help: "Of the draws.")
    var seed: UInt64 = 0

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard tokens >= 0 else { throw ValidationError("--tokens: expected at least 0, got \(tokens)") }
        guard temperature >= 0, temperature.isFinite else {
            throw ValidationError("--temperature: expected a number of at least 0, got \(temperature)")
        }
        guard topK.map({ $0 >= 1 }) ?? true else {
            throw ValidationError("--top-k: expected at least 1, got \(topK ?? 0)")
        }
    }

    func run() async throws {
        try ModelOptions.run(logging) { try generate() }
    }

    private func generate() throws {
        let stored = try model.read()
        var generator: TextGenerator
        do {
            generator = try TextGenerator(
                stored, prompt: prompt, TokenSampler(temperature: temperature, topK: topK, seed: seed))
        } catch {
            throw ServiceFailure(.badInput, "model \(stored.path)", cause: error)
        }
        guard case .text(let text) = stored.preprocessing.input else { return }
        ModelOptions.write(prompt, terminator: "")
        // Bytes make a character only together.
        var pending: [UInt32] = []
        for _ in 0..<tokens {
            pending.append(try generator.next())
            let words = text.text(of: pending)
            guard !words.hasSuffix("\u{fffd}") || pending.count >= 4 else { continue }
            ModelOptions.write(words, terminator: "")
            pending = []
        }
        ModelOptions.write(text.text(of: pending))
    }
}
