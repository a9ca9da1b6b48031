import Foundation
import Learning
import Testing

@Suite struct CosineTests {
    @Test func `the cosine of half turns is within 4e-16`() {
        var worst = 0.0
        for index in 0...10000 {
            let fraction = Double(index) / 10000
            worst = max(worst, abs(cosine(halfTurns: fraction) - cos(Double.pi * fraction)))
        }
        #expect(worst < 4e-16)
    }

    @Test func `the ends and the middle are exact`() {
        #expect(cosine(halfTurns: 0) == 1)
        #expect(cosine(halfTurns: 0.5) == 0)
        #expect(cosine(halfTurns: 1) == -1)
    }
}
