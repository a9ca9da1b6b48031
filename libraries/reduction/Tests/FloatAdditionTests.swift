import Reduction
import Testing

@Suite struct FloatAdditionTests {
    /// The naive reference of the kernel: one addition an element, in order.
    private func naiveSum(_ left: [Float], _ right: [Float]) -> [Float] {
        var sums: [Float] = []
        for index in left.indices { sums.append(left[index] + right[index]) }
        return sums
    }

    private func allFinite(_ values: [Float]) -> Bool { isFinite(values.span) }

    @Test(arguments: [0, 1, 3, 7, 8, 9, 31, 32, 33, 1000, 4099])
    func `the kernel has the bits of the naive addition`(count: Int) {
        var random = SeededGenerator(seed: 3)
        // Any bit patterns at all: subnormal numbers, infinities and NaNs too.
        let left = (0..<count).map { _ in Float(bitPattern: UInt32.random(in: 0 ... .max, using: &random)) }
        let right = (0..<count).map { _ in Float(bitPattern: UInt32.random(in: 0 ... .max, using: &random)) }
        var sums = left
        var span = sums.mutableSpan
        addRight(right.span, into: &span)
        var apart = [Float](repeating: 7, count: count)
        var target = apart.mutableSpan
        addRight(right.span, to: left.span, into: &target)
        for (index, expected) in naiveSum(left, right).enumerated() {
            for sum in [sums[index], apart[index]] {
                #expect(sum.bitPattern == expected.bitPattern || sum.isNaN && expected.isNaN)
            }
        }
    }

    @Test(arguments: [Float.infinity, -.infinity, .nan, .signalingNaN])
    func `one element that is not finite is found wherever it stands`(bad: Float) {
        for count in [1, 8, 33] {
            var values = [Float](repeating: .greatestFiniteMagnitude, count: count)
            values[0] = .leastNonzeroMagnitude
            #expect(allFinite(values))
            for index in values.indices {
                var spoilt = values
                spoilt[index] = bad
                #expect(!allFinite(spoilt))
            }
        }
        #expect(allFinite([]))
    }

    @Test(arguments: [Float.infinity, -.infinity, .nan, .greatestFiniteMagnitude])
    func `an addition says whether every sum is finite`(bad: Float) {
        func sumsAreFinite(_ left: [Float], _ right: [Float]) -> [Bool] {
            var sums = left
            var span = sums.mutableSpan
            let isFinite = addRight(right.span, into: &span)
            var apart = left
            var target = apart.mutableSpan
            return [isFinite, addRight(right.span, to: left.span, into: &target)]
        }
        for count in [1, 8, 33] {
            let fine = [Float](repeating: .greatestFiniteMagnitude, count: count)
            let zeros = [Float](repeating: 0, count: count)
            #expect(sumsAreFinite(fine, zeros) == [true, true])
            for index in fine.indices {
                var spoilt = zeros
                spoilt[index] = bad
                #expect(sumsAreFinite(fine, spoilt) == [false, false])
                #expect(sumsAreFinite(spoilt, fine) == [false, false])
            }
        }
        #expect(sumsAreFinite([], []) == [true, true])
    }

    @Test func `vectors of different lengths are our own mistake`() async {
        await #expect(processExitsWith: .failure) {
            var left: [Float] = [1, 2]
            var span = left.mutableSpan
            addRight([Float](repeating: 1, count: 3).span, into: &span)
        }
        await #expect(processExitsWith: .failure) {
            var sum: [Float] = [1, 2, 3]
            var span = sum.mutableSpan
            addRight([Float](repeating: 1, count: 2).span, to: [Float](repeating: 1, count: 2).span, into: &span)
        }
    }
}
