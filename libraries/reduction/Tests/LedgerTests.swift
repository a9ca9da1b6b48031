import Reduction
import Testing

@Suite struct LedgerTests {
    /// Entries made by a Python script, with `mix` and `G` as above the golden vectors of `NodeSumTests`.
    ///
    ///     def entry(e, s): return mix((mix((e + G) & M64) + (s + 1) * G) & M64)
    @Test(
        arguments: [
            (0, 0, 0xA706_DD2F_4D19_7E6F), (0, 1, 0xB382_A305_F441_4F5E), (1, 0, 0x5E41_AB08_7439_611E),
            (1, 1, 0xF18D_6CE9_3D6C_F1EE), (0, 59_999, 0xBACD_3812_8F3C_ABBC), (4, 59_999, 0x3B48_83CD_01AB_6234),
            (.max, .max, 0x4450_18E3_0581_0B78),
        ] as [(UInt64, UInt64, UInt64)]) func `golden vectors fix the hash`(
            epoch: UInt64, sampleId: UInt64, entry: UInt64
        )
    {
        #expect(Ledger.entry(epoch: epoch, sampleId: sampleId) == entry)
    }

    @Test(
        arguments: [
            (0, 1, 0xA706_DD2F_4D19_7E6F), (0, 1000, 0xB785_3315_890F_DC48), (3, 60_000, 0x5FA7_8205_8B59_0197),
            (9, 0, 0),
        ] as [(UInt64, UInt64, UInt64)]) func `an epoch has one sum`(epoch: UInt64, sampleCount: UInt64, sum: UInt64)
    {
        #expect(Ledger.ofEpoch(epoch, sampleCount: sampleCount) == sum)
        #expect(Ledger.sum(epoch: epoch, sampleIds: (0..<sampleCount).shuffled()) == sum)
    }

    @Test func `a sample left out, or taken twice in place of another, shows`() {
        let whole = Ledger.ofEpoch(2, sampleCount: 100)
        #expect(Ledger.sum(epoch: 2, sampleIds: 0..<99) != whole)
        #expect(Ledger.sum(epoch: 2, sampleIds: Array(0..<99) + [5]) != whole)
        #expect(Ledger.ofEpoch(3, sampleCount: 100) != whole)
    }

    @Test func `statistics add left and right, wrap around and compare by bits`() {
        var left = Statistics(samples: 2, lossSum: 1.5, correct: 1, ledger: .max, errorSum: 0.5)
        left.add(right: Statistics(samples: 3, lossSum: 0.25, correct: 2, ledger: 2, errorSum: 2))
        #expect(left == Statistics(samples: 5, lossSum: 1.75, correct: 3, ledger: 1, errorSum: 2.5))
        #expect(left.meanLoss == 0.35)
        #expect(left.accuracy == 0.6)
        var full = Statistics(samples: .max, lossSum: .nan, correct: .max, ledger: 0)
        #expect(full.hasSameBits(as: full))
        full.add(right: left)
        #expect(full.samples == 4 && full.correct == 2)
        var zero = Statistics.zero
        zero.lossSum = -0.0
        #expect(!zero.hasSameBits(as: .zero))
    }
}
