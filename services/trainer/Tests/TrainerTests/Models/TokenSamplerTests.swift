import Testing
import Trainer

@Suite struct TokenSamplerTests {
    static let logits: [Float] = [0, 2, 1, 2, -1]

    func draws(_ sampler: TokenSampler, count: Int = 2000, _ logits: [Float] = logits) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for position in 0..<count { counts[sampler.token(logits.span, at: position) ?? -1, default: 0] += 1 }
        return counts
    }

    @Test func `temperature 0 takes the first of the likeliest`() {
        #expect(draws(TokenSampler(temperature: 0, topK: nil, seed: 1), count: 20) == [1: 20])
    }

    @Test func `tokens come as often as they are likely`() {
        let counts = draws(TokenSampler(temperature: 1, topK: nil, seed: 1))
        // Shares e^0, e^2, e^1, e^2, e^-1 of their sum.
        let expected = [0.0532, 0.3930, 0.1446, 0.3930, 0.0196]
        for (token, share) in expected.enumerated() {
            #expect(abs(Double(counts[token] ?? 0) / 2000 - share) < 0.03, "token \(token)")
        }
    }

    @Test func `a low temperature makes the likely likelier`() {
        let counts = draws(TokenSampler(temperature: 0.25, topK: nil, seed: 1))
        #expect((counts[1] ?? 0) + (counts[3] ?? 0) > 1900)
    }

    @Test(arguments: [(1, [1]), (2, [1, 3]), (3, [1, 2, 3]), (99, [0, 1, 2, 3, 4])])
    func `only the likeliest are drawn from`(topK: Int, tokens: [Int]) {
        #expect(draws(TokenSampler(temperature: 1, topK: topK, seed: 1)).keys.sorted() == tokens)
    }

    @Test func `a seed fixes the draws, another gives others`() {
        let draw = { (seed: UInt64) in
            (0..<50).map { TokenSampler(temperature: 1, topK: nil, seed: seed).token(Self.logits.span, at: $0) ?? -1 }
        }
        #expect(draw(3) == draw(3) && draw(3) != draw(4))
        // As Philox and the shares give them, computed apart: the same on every machine.
        #expect(draw(3).prefix(8) == [3, 2, 1, 1, 3, 1, 3, 3])
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `logits that are not finite give no token`(logit: Float) {
        let logits: [Float] = [0, logit, 1]
        #expect(TokenSampler(temperature: 1, topK: 2, seed: 1).token(logits.span, at: 0) == nil)
    }
}
