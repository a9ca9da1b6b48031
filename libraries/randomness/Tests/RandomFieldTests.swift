import Randomness
import Testing

@Suite struct RandomFieldTests {
    /// With seed 0 and stream 0 the counter is (position / 4, 0, 0, purpose).
    @Test func `a 32-bit word is a word of the block that its position names`() {
        let field = RandomField(seed: 0x0123_4567_89AB_CDEF, purpose: .dropout, stream: 7)
        let position: UInt64 = 0x5_0000_0006
        let words = Philox4x32.block(counter: (0x4000_0001, 1, 7, 3), key: (0x89AB_CDEF, 0x0123_4567))
        #expect(field.word32(at: position) == words.2)
        #expect(field.word32(at: position - 2) == words.0)
        #expect(field.word32(at: position - 1) == words.1)
        #expect(field.word32(at: position + 1) == words.3)
    }

    /// Across the place where the low word of the counter is full, too.
    @Test(arguments: [0, 4, 32, 0x3_FFFF_FFF0, 0x4_0000_0000, .max - 127])
    func `32 numbers at once are those one by one`(position: UInt64) {
        let field = RandomField(seed: 0x0123_4567_89AB_CDEF, purpose: .dropout, stream: 7)
        let (a, b, c, d) = field.uniforms(from: position)
        for lane in 0..<8 {
            for (word, numbers) in [a, b, c, d].enumerated() {
                #expect(numbers[lane] == field.uniform(at: position + UInt64(4 * lane + word)))
            }
        }
    }

    @Test func `a 64-bit word is half of a block of its own kind, low word first`() {
        let field = RandomField(seed: 5, purpose: .audit, stream: 1)
        let words = Philox4x32.block(counter: (4, 0, 1, 5 + 256), key: (5, 0))
        #expect(field.word64(at: 8) == UInt64(words.1) << 32 | UInt64(words.0))
        #expect(field.word64(at: 9) == UInt64(words.3) << 32 | UInt64(words.2))
    }

    @Test func `an index is the upper half of candidate times bound`() {
        let field = RandomField(seed: 1, purpose: .shuffle, stream: 2)
        let words = Philox4x32.block(counter: (3, 0, 2, 1 + 512), key: (1, 0))
        let candidate = UInt64(words.1) << 32 | UInt64(words.0)
        #expect(field.index(below: 60000, at: 3) == candidate.multipliedFullWidth(by: 60000).high)
    }

    /// 2^63 + 1 refuses nearly half of all candidates, so later halves and later attempts are met.
    @Test func `a refused candidate is followed by the block's other half and then by the next attempt`() {
        let bound: UInt64 = 1 << 63 + 1
        let threshold = (0 &- bound) % bound
        let field = RandomField(seed: 9, purpose: .shuffle)
        var latestAttempt: UInt32 = 0
        for position in 0..<UInt64(200) {
            var expected: UInt64?
            var attempt: UInt32 = 0
            while expected == nil {
                let words = Philox4x32.block(
                    counter: (UInt32(position), 0, 0, 1 + 512 + attempt << 16), key: (9, 0))
                for candidate in [
                    UInt64(words.1) << 32 | UInt64(words.0), UInt64(words.3) << 32 | UInt64(words.2),
                ] where expected == nil {
                    let product = candidate.multipliedFullWidth(by: bound)
                    if product.low >= threshold { expected = product.high }
                }
                latestAttempt = max(latestAttempt, attempt)
                attempt += 1
            }
            #expect(field.index(below: bound, at: position) == expected)
        }
        #expect(latestAttempt > 0)
    }

    @Test(arguments: [1, 2, 3, 10, 60000, UInt64(UInt32.max) + 1, UInt64.max])
    func `an index is below its bound`(bound: UInt64) {
        let field = RandomField(seed: 3, purpose: .shuffle)
        for position in 0..<UInt64(1000) {
            #expect(field.index(below: bound, at: position) < bound)
        }
    }

    @Test func `indices and uniform numbers are spread evenly`() {
        let field = RandomField(seed: 11, purpose: .probe)
        var indexCounts = [Int](repeating: 0, count: 10)
        var uniformCounts = [Int](repeating: 0, count: 10)
        var sum = 0.0
        for position in 0..<UInt64(100_000) {
            indexCounts[Int(field.index(below: 10, at: position))] += 1
            let value = field.uniform(at: position)
            #expect(value >= 0 && value < 1)
            uniformCounts[Int(value * 10)] += 1
            sum += Double(value)
        }
        // The standard deviation of a count is 95, that of the mean 0.0009.
        for count in indexCounts + uniformCounts { #expect(abs(count - 10000) < 500) }
        #expect(abs(sum / 100_000 - 0.5) < 0.005)
    }

    @Test func `another seed, purpose or stream gives other words`() {
        let fields = [
            RandomField(seed: 1, purpose: .shuffle), RandomField(seed: 2, purpose: .shuffle),
            RandomField(seed: 1 << 32 + 1, purpose: .shuffle), RandomField(seed: 1, purpose: .dropout),
            RandomField(seed: 1, purpose: .shuffle, stream: 1),
        ]
        let words = Set(fields.map { $0.word64(at: 0) })
        #expect(words.count == fields.count)
    }

    /// These values are part of every run's result: if this test fails, every recorded digest is void.
    @Test func `the words of a seed stay what they are`() {
        let field = RandomField(seed: 42, purpose: .shuffle, stream: 3)
        #expect((0..<4).map { field.word32(at: $0) } == [2_422_589_798, 3_770_909_146, 3_838_552_105, 1_154_828_564])
        #expect((0..<2).map { field.word64(at: $0) } == [5_225_305_838_430_235_870, 10_212_030_230_111_008_017])
        #expect((0..<4).map { field.index(below: 60000, at: $0) } == [4911, 46362, 33460, 20381])
        #expect(field.uniform(at: 0) == Float(2_422_589_798 >> 8) * 0x1p-24)
    }
}
