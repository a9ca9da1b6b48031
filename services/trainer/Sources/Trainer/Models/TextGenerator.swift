internal import Datasets
internal import Learning
package import ModelFiles

/// Goes on with a text token by token: each is drawn from what the model says behind the last `context` tokens.
package struct TextGenerator {
    /// Why a text can't be gone on with.
    package enum Problem: Error, CustomStringConvertible {
        case notText
        case emptyPrompt
        case notFinite

        package var description: String {
            switch self {
            case .notText: "expected a model of text, found one of other data"
            case .emptyPrompt: "expected a prompt of at least one character, found none"
            case .notFinite: "the model's outputs are not finite"
            }
        }
    }

    private let stored: StoredModel
    private let replica: Replica
    private let sampler: TokenSampler
    private let context: Int
    private let tokenCount: Int
    /// The last tokens, at most `context`.
    private var tokens: [UInt32]
    private var drawn = 0

    /// Begins behind a prompt, of which the last `context` tokens count.
    ///
    /// Throws a `Problem` for another kind of model or an empty prompt.
    package init(_ stored: StoredModel, prompt: String, _ sampler: TokenSampler) throws {
        guard case .text(let text) = stored.preprocessing.input else { throw Problem.notText }
        self.stored = stored
        self.sampler = sampler
        context = text.context
        tokenCount = text.tokenCount
        tokens = Array(text.tokens(of: prompt).suffix(context))
        guard !tokens.isEmpty else { throw Problem.emptyPrompt }
        replica = try Replica(model: stored.model, maximumSamples: 1)
    }

    /// Draws the next token.
    ///
    /// Throws `.notFinite` where the model says nothing.
    package mutating func next() throws -> UInt32 {
        // What lies behind the last token isn't seen from it.
        let padding = [Float](repeating: 0, count: context - tokens.count)
        let features = tokens.map { Float($0) } + padding
        let last = tokens.count - 1
        let (position, tokenCount, sampler) = (drawn, tokenCount, sampler)
        var token: Int?
        try replica.predict(features: features.span, parameters: stored.parameters.span) { outputs in
            let logits = outputs.extracting(last * tokenCount..<(last + 1) * tokenCount)
            token = sampler.token(logits, at: position)
        }
        guard let token else { throw Problem.notFinite }
        drawn += 1
        tokens = Array((tokens + [UInt32(token)]).suffix(context))
        return UInt32(token)
    }
}
