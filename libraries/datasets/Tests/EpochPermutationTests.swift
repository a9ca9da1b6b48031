import Datasets
import Randomness
import Testing

@Suite struct EpochPermutationTests {
    @Test(arguments: [0, 1, 2, 3, 100, 1437])
    func `an epoch visits every sample once`(count: Int) {
        let order = EpochPermutation(seed: 9, epoch: 4, count: count)
        #expect(order[0..<count].sorted() == Array(0..<count))
        #expect(order.count == count)
    }

    @Test func `the order is the shuffle that is specified`() {
        for epoch in [0, 1, 1 << 32, 3 << 32 | 7] as [UInt64] {
            let field = RandomField(seed: 77, purpose: .shuffle, stream: UInt32(truncatingIfNeeded: epoch))
            var expected = Array(0..<50)
            for last in (1..<50).reversed() {
                let position = epoch / (1 << 32) * (1 << 32) + UInt64(last)
                expected.swapAt(last, Int(field.index(below: UInt64(last) + 1, at: position)))
            }
            #expect(EpochPermutation(seed: 77, epoch: epoch, count: 50)[0..<50] == expected)
        }
    }

    @Test func `seed, epoch and count each make another order`() {
        let order = EpochPermutation(seed: 1, epoch: 0, count: 100)[0..<100]
        #expect(EpochPermutation(seed: 2, epoch: 0, count: 100)[0..<100] != order)
        #expect(EpochPermutation(seed: 1, epoch: 1, count: 100)[0..<100] != order)
        #expect(EpochPermutation(seed: 1, epoch: 1 << 32, count: 100)[0..<100] != order)
        #expect(EpochPermutation(seed: 1, epoch: 0, count: 101)[0..<100] != order)
    }

    @Test func `the first samples are where they have always been`() {
        #expect(
            EpochPermutation(seed: 20_261_124, epoch: 0, count: 60_000)[0..<6] == [
                44358, 23947, 44687, 57449, 14518, 57633,
            ])
    }
}
