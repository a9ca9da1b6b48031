import Datasets
import Learning
import ModelFiles
import Testing
import Trainer

@Suite struct TextGeneratorTests {
    static let text = FittedText(context: 4, alphabet: "abcd")

    /// Answers each letter with the one behind it, d with a: whatever came before.
    static func alphabet() throws -> ModelFile {
        let tokens = text.tokenCount
        // An embedding that tells letters apart, and a linear layer that moves each one on.
        let embedding = (0..<tokens * tokens).map { Float($0 / tokens == $0 % tokens ? 8 : 0) }
        let next = (0..<tokens * tokens).map { index in
            Float(index / tokens == (index % tokens + 1) % 4 ? 1 : 0)
        }
        return try ModelFile(
            NetworkDescription(
                inputShape: [text.context],
                layers: [
                    NamedLayer(.embedding(tokens: tokens, width: tokens)),
                    NamedLayer(.linear(outputs: tokens, bias: false)),
                ]),
            FittedPreprocessing(input: .text(text), target: .nextToken), parameters: embedding + next)
    }

    static func generate(_ file: ModelFile, prompt: String, count: Int, _ sampler: TokenSampler) throws -> String {
        var generator = try TextGenerator(file.stored(), prompt: prompt, sampler)
        return text.text(of: try (0..<count).map { _ in try generator.next() })
    }

    @Test(arguments: [("a", "bcdabcda"), ("dc", "dabcdabc"), ("abcdabcdab", "cdabcdab")])
    func `a text goes on behind its last token, however long it is`(prompt: String, expected: String) throws {
        let sampler = TokenSampler(temperature: 0, topK: nil, seed: 1)
        #expect(try Self.generate(Self.alphabet(), prompt: prompt, count: 8, sampler) == expected)
    }

    @Test func `a seed fixes the text`() throws {
        let network = try NetworkDescription.gpt(tokens: 5, context: 4, width: 8, heads: 2, layers: 1)
        let file = try ModelFile(network, FittedPreprocessing(input: .text(Self.text), target: .nextToken))
        let texts = try [3, 3, 4].map { seed in
            try Self.generate(
                file, prompt: "ab", count: 40, TokenSampler(temperature: 1, topK: nil, seed: UInt64(seed)))
        }
        #expect(texts[0] == texts[1] && texts[0] != texts[2])
    }

    @Test func `other models and empty prompts are refused`() throws {
        let sampler = TokenSampler(temperature: 0, topK: nil, seed: 1)
        #expect(throws: TextGenerator.Problem.emptyPrompt) {
            try TextGenerator(Self.alphabet().stored(), prompt: "", sampler)
        }
        #expect(throws: TextGenerator.Problem.notText) {
            try TextGenerator(BatchedPredictionTests.numbers().stored(), prompt: "a", sampler)
        }
    }
}
